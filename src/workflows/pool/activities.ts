import { ActivityFailure, log, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { PoolEffect, PoolMessage } from '../../domain/pool/messages.ts';
import type { PoolState } from '../../domain/pool/state.ts';
import type { PoolActivities } from './contract.ts';
import { LIGHT_TASK_QUEUE } from '../task/contract.ts';

// Local, since a grant is one short call a task: it costs the pool one event a batch and no round trip.
const local = proxyLocalActivities<Pick<PoolActivities, 'tellTasks'>>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '200ms', maximumInterval: '5s' },
});

const remote = proxyActivities<Pick<PoolActivities, 'tellTasks'>>({
  taskQueue: LIGHT_TASK_QUEUE,
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '10s' },
  summary: 'Tell many tasks',
});

const { reconcilePool } = proxyActivities<Pick<PoolActivities, 'reconcilePool'>>({
  taskQueue: LIGHT_TASK_QUEUE,
  startToCloseTimeout: '60s',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '10s' },
  summary: 'Compare with the tasks that are open',
});

/**
 * Tasks that are told within the workflow task. It has to be short: the server breaks off one in which a hundred signals
 * come, and what was decided in it is decided again.
 */
const FEW = 20;

/** Tasks that are told in one call, so that it ends in its time. */
const MANY = 200;

/** Tells tasks of grants and refusals; the answer takes back what was granted to closed tasks. */
export async function tellTasks(effects: readonly PoolEffect[]): Promise<readonly PoolMessage[]> {
  if (effects.length === 0) return [];
  if (effects.length <= FEW) return local.tellTasks(effects);
  const closed: PoolMessage[] = [];
  // One call after the other: a flood of refusals must leave the workers room for their other work.
  for (let from = 0; from < effects.length; from += MANY) {
    closed.push(...(await remote.tellTasks(effects.slice(from, from + MANY))));
  }
  return closed;
}

/** Compares the pool with the open tasks; what it cannot learn now it learns the next time. */
export async function reconcile({ name, queue, leases, parked }: PoolState): Promise<readonly PoolMessage[]> {
  const known = [
    ...[...leases, ...queue].map(({ task_id, ask }) => ({ task_id, ask })),
    // Neither waits nor works by any ask.
    ...parked.map((task_id) => ({ task_id, ask: 0 })),
  ];
  try {
    return await reconcilePool({ pool: name, known });
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    log.warn('The pool could not be compared with the open tasks', { reason: error.cause?.message });
    return [];
  }
}
