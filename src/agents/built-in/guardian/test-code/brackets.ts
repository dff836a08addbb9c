const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const OPENING = new Set(Object.keys(CLOSING));
const ENDS = new Set(Object.values(CLOSING));

/** For each place of an opening bracket in code, the place of the one that closes it; -1 elsewhere, and where none does. */
export function matchBrackets(bare: string): Int32Array {
  const matches = new Int32Array(bare.length).fill(-1);
  const open: number[] = [];
  for (let at = 0; at < bare.length; at += 1) {
    const character = bare[at] ?? '';
    if (OPENING.has(character)) open.push(at);
    if (!ENDS.has(character)) continue;
    const opened = open.at(-1);
    // A bracket that closes nothing, such as one in a word of another language, is passed over.
    if (opened === undefined || CLOSING[bare[opened] ?? ''] !== character) continue;
    matches[opened] = at;
    open.pop();
  }
  return matches;
}
