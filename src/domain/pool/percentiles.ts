/**
 * The percentile of values in ascending order by the nearest rank (definition 1 of Hyndman and Fan, "Sample Quantiles in
 * Statistical Packages", 1996): the least value that `percent` of a hundred do not exceed. Undefined of nothing.
 */
export function percentile(ascending: readonly number[], percent: number): number | undefined {
  const rank = Math.ceil((percent / 100) * ascending.length);
  return ascending[Math.max(1, rank) - 1];
}
