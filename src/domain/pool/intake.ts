import type { PoolDraft } from './draft.ts';
import type { Adopt, Enqueue, Gone, PoolEffect, Release, Withdraw } from './messages.ts';
import type { PoolState } from './state.ts';

/** Bounds of the wait that a refused task is told, in ms. */
const LEAST_RETRY_MS = 5_000;
const MOST_RETRY_MS = 300_000;

/** Under what a pool takes tasks in. */
export type IntakeRules = Pick<PoolState, 'settings' | 'intake' | 'window'>;

/** A task asks for a lease: it is queued, or refused when the queue is full or intake is closed. */
export function enqueue(draft: PoolDraft, message: Enqueue, rules: IntakeRules, now: number): PoolEffect | undefined {
  const { kind: _, ...task } = message;
  if (draft.knows(task.task_id, task.ask)) return undefined;
  // A task that asks again has lost what it held before, whatever became of its word.
  draft.drop(task.task_id);
  draft.resume(task.task_id);
  if (draft.waiting >= rules.settings.queue_cap || rules.intake === 'draining') {
    draft.count('refused');
    const retry_after_ms = retryAfter(rules.window, draft.waiting);
    return { kind: 'refuse', task_id: task.task_id, ask: task.ask, retry_after_ms };
  }
  draft.queue({ ...task, since: now });
  draft.count('enqueued');
  return undefined;
}

/** A lease comes back; with an outcome the task enters the window. A release of another ask is a late one. */
export function release(draft: PoolDraft, { task_id, ask, outcome }: Release, now: number): void {
  const lease = draft.lease(task_id);
  if (lease?.ask !== ask) return;
  draft.drop(task_id);
  draft.end(task_id, ask);
  if (outcome !== undefined) draft.finish(lease, outcome, now);
}

/** A task takes its ask back, whether it was answered by then or not. */
export function withdraw(draft: PoolDraft, { task_id, ask }: Withdraw): void {
  if (draft.holds(task_id, ask)) {
    draft.drop(task_id);
    draft.count('cancelled');
  }
  draft.end(task_id, ask);
}

/** A task was found closed: what it held is taken back. */
export function gone(draft: PoolDraft, { task_id, ask }: Gone): void {
  draft.unpark(task_id);
  if (!draft.holds(task_id, ask)) return;
  draft.drop(task_id);
  draft.end(task_id, ask);
  draft.count('lost');
}

/**
 * An open task that the pool does not know gets its place back; tokens go on above the highest it ever held. Nobody waits
 * or works since a time to come.
 */
export function adopt(draft: PoolDraft, message: Adopt, now: number): void {
  const { kind: _, token, last_token, since: said, requeued, ...task } = message;
  const since = Math.min(Math.max(0, said), now);
  draft.skipTokens(Math.max(last_token, token ?? 0));
  if (draft.knows(task.task_id, task.ask)) return;
  draft.resume(task.task_id);
  if (token === undefined) draft.queueByAge({ ...task, ...(requeued === undefined ? {} : { requeued }), since });
  else draft.hold({ ...task, token, granted_at: since, waited_ms: 0 });
}

/**
 * How long a refused task is to wait before it asks again, in ms: about the time in which the queue moves by a tenth, by
 * the pace at which the tasks of the window ended.
 */
export function retryAfter(window: PoolState['window'], waiting: number): number {
  const [first] = window;
  const last = window.at(-1);
  if (first === undefined || last === undefined || last.at <= first.at) return LEAST_RETRY_MS;
  const perTask = (last.at - first.at) / (window.length - 1);
  return Math.round(Math.min(Math.max(LEAST_RETRY_MS, (perTask * waiting) / 10), MOST_RETRY_MS));
}
