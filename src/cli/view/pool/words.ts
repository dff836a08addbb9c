import { duration } from '../../../domain/duration.ts';
import { MODE_LABELS } from '../../../domain/statuses.ts';
import type { PoolView, PoolSummaryView } from '../../../contract/pool/pool.ts';

/** The leases in use and the tasks that wait. */
export function occupancyWords({ active, pool_size, queued }: PoolSummaryView | PoolView): string {
  return `${active} of ${pool_size} leases in use, ${queued} waiting`;
}

/** What a mode leaves of the pool, and which tasks may start in it. */
export function modeNote({ mode, priority_threshold: least }: Pick<PoolView, 'mode' | 'priority_threshold'>): string {
  const who = least <= 1 ? 'every priority may start' : `only priority ${least} and above may start`;
  return `${MODE_LABELS[mode]}, ${who}`;
}

/** A pool's settings on one line. */
export function settingsWords({ size, min, max, policy, queue_cap, wait_bound_seconds }: PoolView['settings']): string {
  const scaling = policy === 'fixed' ? 'fixed' : `autoscaled from ${min} to ${max}`;
  return `size ${size}, ${scaling}; queue up to ${queue_cap}, first after ${duration(wait_bound_seconds * 1_000)}`;
}
