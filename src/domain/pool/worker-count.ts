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
