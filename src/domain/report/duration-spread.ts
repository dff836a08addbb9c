/** Where the buckets of durations end, in ms: what a person calls quick, what a phase's limits allow, and between. */
export const DURATION_BOUNDS_MS = [10_000, 30_000, 60_000, 300_000, 900_000, 1_800_000] as const;

/** Runs whose duration is below a bound and not below the one before; null: no bound. */
export interface DurationBucket {
  readonly under_ms: number | null;
  readonly runs: number;
  /** Of all runs, 0 to 1. */
  readonly share: number;
}

/** How durations spread, by how many there are in each bucket, counted from 0; buckets that are not named are empty. */
export function durationSpread(counts: ReadonlyMap<number, number>): readonly DurationBucket[] {
  const all = [...counts.values()].reduce((sum, runs) => sum + runs, 0);
  return [...DURATION_BOUNDS_MS, null].map((under_ms, bucket) => {
    const runs = counts.get(bucket) ?? 0;
    return { under_ms, runs, share: all === 0 ? 0 : runs / all };
  });
}
