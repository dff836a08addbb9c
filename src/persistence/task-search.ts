/** A text as search compares it: without differences of case or of how an umlaut is composed. */
function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** What a task is found by: its feature and its id. */
export function searchText(feature: string, taskId: string): string {
  return folded(`${feature}\n${taskId}`);
}

/** A LIKE pattern for texts that contain `q` as it stands: `%` and `_` mean themselves. */
export function containing(q: string): string {
  return `%${folded(q).replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}
