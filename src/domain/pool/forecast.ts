/** What starts are estimated from. Times in ms since the epoch. */
export interface ForecastInput {
  /** When the leases that are held were granted, in any order. */
  readonly granted_at: readonly number[];
  /** Leases allowed at once. */
  readonly size: number;
  /** How long a lease is held, in ms. */
  readonly mean_ms: number;
  /** Tasks that wait and may start. */
  readonly waiting: number;
  readonly now: number;
}

/**
 * When each waiting task starts, in their order, if every lease is held for the mean duration and ends no earlier than
 * now. A pool that is over its size starts nothing until as many have ended.
 */
export function estimatedStarts({ granted_at, size, mean_ms, waiting, now }: ForecastInput): readonly number[] {
  const ends = granted_at.map((at) => Math.max(now, Math.min(at, now) + mean_ms)).sort((left, right) => left - right);
  const unused = Math.max(0, size - ends.length);
  const free = [...Array.from({ length: unused }, () => now), ...ends.slice(Math.max(0, ends.length - size))];
  // No two slots are further apart than one mean, so they come free in the same order in every round.
  return Array.from({ length: Math.ceil(waiting / size) }, (_, round) => free.map((at) => at + round * mean_ms))
    .flat()
    .slice(0, waiting);
}
