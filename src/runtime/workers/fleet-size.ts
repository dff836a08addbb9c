import type { ChimeraConfig } from '../../config/chimera-config.ts';
import { slotsPerWorker, workersFor } from '../../domain/pool/worker-count.ts';

/** How a fleet shares out the leases of all pools. */
export interface FleetSize {
  /** The most agent calls at once in one worker. */
  readonly perWorker: number;
  /** How many workers there are before anybody knows the size of the pools. */
  readonly first: number;
  /** How many there are for the leases that the pools allow together. */
  workers(size: number): number;
}

/** Shares the leases that the pools may ever allow out over at most so many workers. */
export function fleetSize({ pools }: Pick<ChimeraConfig, 'pools'>, most: number): FleetSize {
  const all = Object.values(pools);
  const sum = (of: (pool: (typeof all)[number]) => number): number => all.reduce((total, pool) => total + of(pool), 0);
  const perWorker = slotsPerWorker(
    sum(({ size, max }) => Math.max(size, max)),
    most,
  );
  const workers = (size: number): number => workersFor({ size, perWorker, most });
  return { perWorker, workers, first: workers(sum(({ size }) => size)) };
}
