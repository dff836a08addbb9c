/** The share of a pool that should be in use: where the warning for a busy one begins. */
export const TARGET_UTILIZATION = 0.8;

/** The time in which a backlog should be worked off, in ms: a pool's usual wait bound. */
const BACKLOG_MS = 1_800_000;

/**
 * The size that a pool's work asks for, by Little's law (Little, "A Proof for the Queuing Formula: L = λW", Operations
 * Research 9, 1961): the leases in use now, and those that the waiting tasks need to be done within half an hour, waiting
 * × mean duration / 30 min, all of that over the utilisation of 80 % that it should come to. Without a mean duration the
 * waiting tasks count for nothing.
 */
export function neededSize({
  active,
  queue_depth,
  recent,
}: {
  readonly active: number;
  readonly queue_depth: number;
  readonly recent: { readonly mean_duration_ms: number | null };
}): number {
  const backlog = (queue_depth * (recent.mean_duration_ms ?? 0)) / BACKLOG_MS;
  return Math.max(1, Math.ceil((active + backlog) / TARGET_UTILIZATION));
}
