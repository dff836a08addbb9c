import type { Intake, PoolMode } from '../../../domain/pool/state.ts';
import type { PoolAnswerView, PoolSummaryView } from '../../../contract/pool/pool.ts';
import { duration } from '../../../domain/report/duration.ts';

/** What each kind of intake means for tasks. */
export const INTAKE_WORDS: Readonly<Record<Intake, string>> = {
  open: 'tasks come in and start',
  paused: 'tasks come in, none starts',
  draining: 'no task comes in or starts, those at work end',
};

const modeWords: Readonly<Record<PoolMode, string>> = {
  NORMAL: 'the whole size',
  DEGRADED: 'half of the size',
  SURVIVAL: 'at most 2 leases',
};

/** The leases in use and the tasks that wait. */
export function occupancyWords({ active, pool_size, queued }: PoolSummaryView | PoolAnswerView): string {
  return `${active} of ${pool_size} leases in use, ${queued} waiting`;
}

/** What a mode leaves of the pool, and which tasks may start in it. */
export function modeNote({
  mode,
  priority_threshold: least,
}: Pick<PoolAnswerView, 'mode' | 'priority_threshold'>): string {
  const who = least <= 1 ? 'every priority may start' : `only priority ${least} and above may start`;
  return `${modeWords[mode]}, ${who}`;
}

/** A pool's settings on one line. */
export function settingsWords({
  size,
  min,
  max,
  policy,
  queue_cap,
  wait_bound_seconds,
}: PoolAnswerView['settings']): string {
  const scaling = policy === 'fixed' ? 'fixed' : `autoscaled from ${min} to ${max}`;
  return `size ${size}, ${scaling}; queue up to ${queue_cap}, first after ${duration(wait_bound_seconds * 1_000)}`;
}
