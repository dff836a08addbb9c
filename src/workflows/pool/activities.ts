import { ActivityFailure, log, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { PoolEffect, PoolMessage } from '../../domain/pool/messages.ts';
import type { PoolState } from '../../domain/pool/state.ts';
import type { PoolActivities } from './contract.ts';

// Local, since a grant is one short call a task: it costs the pool one event a batch and no round trip.
const local = proxyLocalActivities<Pick<PoolActivities, 'tellTasks'>>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '200ms', maximumInterval: '5s' },
});

const remote = proxyActivities<Pick<PoolActivities, 'reconcilePool'>>({
  startToCloseTimeout: '60s',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '10s' },
  summary: 'Compare with the tasks that are open',
});

/** Tasks that are told in one call, so that it ends in its time. */
const TOLD_AT_ONCE = 100;

/** Tells tasks of grants and refusals; the answer takes back what was granted to closed tasks. */
export async function tellTasks(effects: readonly PoolEffect[]): Promise<readonly PoolMessage[]> {
  const closed: PoolMessage[] = [];
  for (let from = 0; from < effects.length; from += TOLD_AT_ONCE) {
    closed.push(...(await local.tellTasks(effects.slice(from, from + TOLD_AT_ONCE))));
  }
  return closed;
}

/** Compares the pool with the open tasks; what it cannot learn now it learns the next time. */
export async function reconcile({ name, queue, leases }: PoolState): Promise<readonly PoolMessage[]> {
  const known = [...leases, ...queue].map(({ task_id, ask }) => ({ task_id, ask }));
  try {
    return await remote.reconcilePool({ pool: name, known });
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    log.warn('The pool could not be compared with the open tasks', { reason: error.cause?.message });
    return [];
  }
}
