/** What the number of worker processes is reckoned from. */
export interface WorkerCountInput {
  /** Leases that the pool allows at once. */
  readonly size: number;
  /** Slots of one worker process. */
  readonly perWorker: number;
  /** The most worker processes there may be. */
  readonly most: number;
  /** Leases that the pool could use now; without it, all that it allows. */
  readonly demand?: number;
}

/** How many worker processes should run: enough slots for the leases, one process at least. */
export function workersFor({ size, perWorker, most, demand = size }: WorkerCountInput): number {
  return Math.max(1, Math.min(most, Math.ceil(Math.min(size, demand) / perWorker)));
}

/** The slots of each of `workers` processes, so that together they have `concurrent` at least. */
export function slotsPerWorker(concurrent: number, workers: number): number {
  return Math.ceil(concurrent / workers);
}

/** A number of workers that was enough at a time, in ms since the epoch. */
export interface WorkerWish {
  readonly at: number;
  readonly workers: number;
}

/** Fewer workers must have been enough for this long before their number falls, in ms. */
export const STEADY_MS = 300_000;

/**
 * The wishes that still count, the greatest first, which is how many workers to run: their number grows at once, and falls
 * only after five minutes, since a start costs more than an idle process and a pool under pressure may soon be itself again.
 */
export function steadied(wishes: readonly WorkerWish[], workers: number, now: number): readonly WorkerWish[] {
  const counting = wishes.filter((wish) => now - wish.at < STEADY_MS && wish.workers > workers);
  return [...counting, { at: now, workers }];
}
