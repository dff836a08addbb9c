/** A figure for a sentence, with one decimal at most. */
export function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** A number of things for a sentence: `1 task`, `2 tasks`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** How many tasks wait, in words. */
export function waitingTasks(count: number): string {
  return `${counted(count, 'task')} ${count === 1 ? 'waits' : 'wait'}`;
}
