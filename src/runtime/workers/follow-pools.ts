import { steadied, type WorkerWish } from '../../domain/pool/worker-count.ts';
import type { Fleet } from './fleet.ts';

/** How a fleet follows the size of the pools. */
export interface FollowPoolsOptions {
  /** The leases that all pools allow together; undefined when nobody knows. */
  readonly readSize: () => Promise<number | undefined>;
  /** How many workers there are at first. */
  readonly first: number;
  /** How many workers that many leases need. */
  readonly workers: (size: number) => number;
  readonly fleet: Pick<Fleet, 'resize'>;
  /** How often the size is read, in ms. */
  readonly everyMs: number;
  readonly now: () => number;
  readonly log: { debug(context: object, message: string): void };
}

/** Keeps the fleet in step with the pools until the returned function is called; while their size is not known it stays. */
export function followPools(options: FollowPoolsOptions): () => void {
  const { readSize, first, workers, fleet, everyMs, now, log } = options;
  let wishes: readonly WorkerWish[] = [{ at: now(), workers: first }];
  let timer: NodeJS.Timeout | undefined;
  let ended = false;

  const turn = async (): Promise<void> => {
    try {
      const size = await readSize();
      if (size !== undefined && !ended) {
        wishes = steadied(wishes, workers(size), now());
        fleet.resize(wishes[0]?.workers ?? workers(size));
      }
    } catch (error) {
      // Every worker reads it as well, and says so.
      log.debug({ reason: String(error) }, 'The size of the pools is not known; the number of workers stays');
    }
    if (!ended) timer = setTimeout(() => void turn(), everyMs);
  };
  void turn();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
