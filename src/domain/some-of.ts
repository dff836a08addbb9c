/** Names for a sentence, of many the first so many: `a, b and c`, `a, b and 48 more`. */
export function someOf(names: readonly string[], most: number): string {
  const told = names.length <= most ? names : [...names.slice(0, most), `${names.length - most} more`];
  const last = told.at(-1) ?? '';
  return told.length < 2 ? last : `${told.slice(0, -1).join(', ')} and ${last}`;
}

/** Names that an answer about one that is not there tells at most. */
const MOST_QUOTED = 10;

/** What there is instead of a name that is none: `"a", "b" and 48 more`. */
export function someQuoted(names: readonly string[]): string {
  return someOf(
    names.map((name) => `"${name}"`),
    MOST_QUOTED,
  );
}
