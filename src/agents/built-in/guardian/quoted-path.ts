const ESCAPES: Readonly<Partial<Record<string, string>>> = {
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
};

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
