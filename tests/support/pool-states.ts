import { DEFAULT_POOL_SETTINGS } from '../../src/domain/pool/settings.ts';
import {
  type FinishedTask,
  type Lease,
  newPool,
  type PoolState,
  type QueuedTask,
} from '../../src/domain/pool/state.ts';

/** When the pools of tests began, in ms since the epoch. */
export const T0 = Date.parse('2030-01-01T00:00:00Z');

/** A fresh pool with the default settings (5 leases, 3 to 10, autoscaled), but for a change. */
export function poolWith(change: Partial<PoolState> = {}): PoolState {
  return { ...newPool('default', DEFAULT_POOL_SETTINGS, T0), ...change };
}

/** A task that waits since T0 by its first ask. */
export function queued(task_id: string, change: Partial<QueuedTask> = {}): QueuedTask {
  return { task_id, ask: 1, priority: 5, project: 'shop', since: T0, ...change };
}

/** A lease of T0 on a task's first ask. */
export function leaseOf(task_id: string, token: number, change: Partial<Lease> = {}): Lease {
  return { task_id, ask: 1, token, priority: 5, project: 'shop', granted_at: T0, waited_ms: 0, ...change };
}

/** So many leases, `held-1` with token 1 and on. */
export function leases(count: number, change: Partial<Lease> = {}): readonly Lease[] {
  return Array.from({ length: count }, (_, index) => leaseOf(`held-${index + 1}`, index + 1, change));
}

/** A task of a second that completed at T0. */
export function finished(change: Partial<FinishedTask> = {}): FinishedTask {
  return {
    status: 'completed',
    project: 'shop',
    duration_ms: 1_000,
    waited_ms: 0,
    retried_phases: 0,
    recovered_phases: 0,
    at: T0,
    ...change,
  };
}
