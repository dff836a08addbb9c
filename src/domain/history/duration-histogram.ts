/**
 * Durations counted in slots that grow by a factor, so that histograms of different hours can be added up and percentiles
 * be read from the sum. The slots are those of DDSketch (Masson, Rim, Lee: "DDSketch", VLDB 2019): slot i holds what lies in
 * (γ^(i-1), γ^i] with γ = (1+α)/(1-α), and 2γ^i/(γ+1) is off by α of any value in it at most.
 */
export const RELATIVE_ERROR = 0.01;

/** The factor between two slots. */
export const GROWTH = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);

/** How many durations lie in each slot, by the slot's number. */
export type DurationHistogram = Readonly<Record<string, number>>;

/** The histogram of durations in ms; what is shorter than 1 ms counts as 1 ms. */
export function histogramOf(durations: readonly number[]): DurationHistogram {
  const counts: Record<string, number> = {};
  for (const ms of durations) {
    const slot = Math.ceil(Math.log(Math.max(1, ms)) / Math.log(GROWTH));
    counts[slot] = (counts[slot] ?? 0) + 1;
  }
  return counts;
}

/** The histogram of all that is in several. */
export function addHistograms(histograms: readonly DurationHistogram[]): DurationHistogram {
  const sum: Record<string, number> = {};
  for (const histogram of histograms) {
    for (const [slot, count] of Object.entries(histogram)) sum[slot] = (sum[slot] ?? 0) + count;
  }
  return sum;
}

/** The duration in ms below or at which that share (0 to 1) of all lies, by the nearest rank; null of none. */
export function percentileOf(histogram: DurationHistogram, share: number): number | null {
  const slots = Object.entries(histogram)
    .map(([slot, count]) => ({ slot: Number(slot), count }))
    .toSorted((left, right) => left.slot - right.slot);
  const all = slots.reduce((sum, { count }) => sum + count, 0);
  const rank = Math.max(1, Math.ceil(share * all));
  let passed = 0;
  for (const { slot, count } of slots) {
    passed += count;
    if (passed >= rank) return (2 * GROWTH ** slot) / (GROWTH + 1);
  }
  return null;
}
