/** A list with one more at its end, of which the oldest fall off past `most`. */
export function appended<T>(list: readonly T[], item: T, most: number): readonly T[] {
  return [...list.slice(Math.max(0, list.length + 1 - most)), item];
}
