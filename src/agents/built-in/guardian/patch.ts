import type { AddedLine } from './change.ts';

const ESCAPES: Readonly<Partial<Record<string, string>>> = {
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
};

/** The added lines of a `git diff -p` text with the prefixes a/ and b/, by new path. */
export function addedLinesOf(patch: string): ReadonlyMap<string, readonly AddedLine[]> {
  const byPath = new Map<string, AddedLine[]>();
  const lines = patch.split('\n');
  let current: AddedLine[] | undefined;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.startsWith('+++ ')) {
      const path = unquotePath(line.slice('+++ '.length));
      current = path.startsWith('b/') ? linesOf(byPath, path.slice('b/'.length)) : undefined;
    }
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (hunk === null) continue;
    // Inside a hunk the counts alone say where it ends: an added line may look like any header.
    let left = Number(hunk[1] ?? 1);
    let right = Number(hunk[3] ?? 1);
    let number = Number(hunk[2]);
    while ((left > 0 || right > 0) && at + 1 < lines.length) {
      const text = lines[(at += 1)] ?? '';
      if (text.startsWith('+')) current?.push({ number, text: text.slice(1) });
      if (!text.startsWith('+') && !text.startsWith('\\')) left -= 1;
      if (text.startsWith('-') || text.startsWith('\\')) continue;
      right -= 1;
      number += 1;
    }
  }
  return byPath;
}

function linesOf(byPath: Map<string, AddedLine[]>, path: string): AddedLine[] {
  const known = byPath.get(path);
  if (known !== undefined) return known;
  const lines: AddedLine[] = [];
  byPath.set(path, lines);
  return lines;
}

/**
 * A path as it stands in the header of a patch, freed of git's quoting: a path with control characters, quotes or
 * backslashes is put in double quotes with C escapes, one with spaces is followed by a tab.
 */
export function unquotePath(text: string): string {
  if (!text.startsWith('"')) return text.replace(/\t$/, '');
  return text
    .slice(1, text.lastIndexOf('"'))
    .replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
      code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (ESCAPES[code] ?? code),
    );
}
