import type { ActionRules, PoolAction } from './action.ts';
import { TARGET_UTILIZATION } from './sizing.ts';
import type { PoolState } from './state.ts';
import type { OutcomeCounts } from './window.ts';

/** How the tasks of the window ended between two moments. */
export function outcomesSince({ window }: Pick<PoolState, 'window'>, since: number, until = Infinity): OutcomeCounts {
  const within = window.filter(({ at }) => at >= since && at <= until);
  const completed = within.filter(({ status }) => status === 'completed').length;
  const cancelled = within.filter(({ status }) => status === 'cancelled').length;
  return { completed, failed: within.length - completed - cancelled };
}

/** Whether more failed than not. */
export function goesOn({ completed, failed }: OutcomeCounts): boolean {
  return failed > completed;
}

/** Whether what an action is about is over now; leases in use tell a size only while the pool is free to use them. */
export function isCalm(state: PoolState, action: PoolAction, { restful_queue }: ActionRules): boolean {
  if (action.kind === 'pause_intake') return true;
  const isRestful = state.queue.length <= restful_queue;
  if (action.kind === 'limit_intake') return isRestful;
  const fits = state.leases.length <= action.from * TARGET_UTILIZATION;
  return fits && isRestful && state.mode === 'NORMAL' && state.intake === 'open';
}

/** Whether tasks that work go on failing while others wait. */
export function stillFails(state: PoolState, action: PoolAction, { calm_ms }: ActionRules, now: number): boolean {
  return action.kind === 'pause_intake' && goesOn(outcomesSince(state, Math.max(action.at, now - calm_ms)));
}
