import { levelOf } from './check.ts';
import { type Evidence, type Point, pointsOf } from './evidence.ts';
import { figuresOf } from './sample-index.ts';
import type { PoolFigures } from './sample.ts';
import type { Level } from './settings.ts';

/** What of a pool has limits. */
export type Capacity = 'utilization' | 'queue';

/** A pool's utilisation in percent, or the number of tasks that wait. */
export function capacityOf({ utilization_pct, queue_depth }: PoolFigures, capacity: Capacity): number {
  return capacity === 'utilization' ? utilization_pct : queue_depth;
}

/** The same over the samples. */
export function capacityPoints(pool: string, capacity: Capacity, evidence: Evidence): Point[] {
  return pointsOf(evidence, (sample) => {
    const figures = figuresOf(sample, pool);
    return figures === undefined ? undefined : capacityOf(figures, capacity);
  });
}

/** How badly a pool is over its limits. */
export function capacityLevel(pool: string, capacity: Capacity, evidence: Evidence): Level | undefined {
  return levelOf(capacityPoints(pool, capacity, evidence), evidence.settings[capacity], evidence);
}
