/** The items of `after` whose text `before` does not have, or not as often: one that only moved is none. */
export function newIn<T extends { readonly text: string }>(
  before: readonly { readonly text: string }[],
  after: readonly T[],
): readonly T[] {
  const left = new Map<string, number>();
  for (const { text } of before) left.set(text, (left.get(text) ?? 0) + 1);
  return after.filter(({ text }) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  });
}
