import { appended } from './bounded.ts';
import type { Adopt, Enqueue, Gone, PoolEffect, Release, Reprioritise, Withdraw } from './messages.ts';
import type { PoolState, PoolTotals } from './state.ts';
import { withFinished } from './window.ts';

/** A step's outcome: the next state, and what is to be told to tasks. */
export interface Step {
  readonly state: PoolState;
  readonly effects: readonly PoolEffect[];
}

/** Asks that are over and still known, so that their late messages change nothing. */
const REMEMBERED = 1_000;

/** Bounds of the wait that a refused task is told, in ms. */
const LEAST_RETRY_MS = 5_000;
const MOST_RETRY_MS = 300_000;

/** A task asks for a lease: it is queued, or refused when the queue is full or intake is closed. */
export function enqueue(state: PoolState, { kind: _, ...task }: Enqueue, now: number): Step {
  if (isKnown(state, task.task_id, task.ask)) return { state, effects: [] };
  // A task that asks again has lost what it held before, whatever became of its word.
  const cleared = without(state, task.task_id);
  if (cleared.queue.length >= state.settings.queue_cap || state.intake === 'draining') {
    const effect = { kind: 'refuse', task_id: task.task_id, ask: task.ask, retry_after_ms: retryAfter(state) } as const;
    return { state: counted(cleared, 'refused'), effects: [effect] };
  }
  const queue = [...cleared.queue, { ...task, since: now }];
  return { state: counted({ ...cleared, queue }, 'enqueued'), effects: [] };
}

/** A lease comes back; with an outcome the task enters the window. A release of another ask is a late one. */
export function release(state: PoolState, { task_id, ask, outcome }: Release, now: number): PoolState {
  const lease = state.leases.find((held) => held.task_id === task_id && held.ask === ask);
  if (lease === undefined) return state;
  const next = over(without(state, task_id), task_id, ask);
  if (outcome === undefined) return next;
  return counted({ ...next, window: withFinished(state.window, lease, outcome, now) }, outcome.status);
}

/** A task takes its ask back, whether it was answered by then or not. */
export function withdraw(state: PoolState, { task_id, ask }: Withdraw): PoolState {
  return holds(state, task_id, ask)
    ? counted(over(without(state, task_id), task_id, ask), 'cancelled')
    : over(state, task_id, ask);
}

/** A waiting task's priority changes; a lease only shows it. */
export function reprioritise(state: PoolState, { task_id, priority }: Reprioritise): PoolState {
  const changed = <T extends { task_id: string }>(entry: T): T =>
    entry.task_id === task_id ? { ...entry, priority } : entry;
  return { ...state, queue: state.queue.map(changed), leases: state.leases.map(changed) };
}

/** A task was found closed: what it held is taken back. */
export function gone(state: PoolState, { task_id, ask }: Gone): PoolState {
  return holds(state, task_id, ask) ? counted(over(without(state, task_id), task_id, ask), 'lost') : state;
}

/** An open task that the pool does not know gets its place back; tokens go on above the highest it ever held. */
export function adopt(state: PoolState, { kind: _, token, last_token, since, ...task }: Adopt): PoolState {
  if (isKnown(state, task.task_id, task.ask)) return state;
  const next = { ...without(state, task.task_id), next_token: Math.max(state.next_token, last_token + 1) };
  if (token === undefined) return { ...next, queue: bySince([...next.queue, { ...task, since }]) };
  const lease = { ...task, token, granted_at: since, waited_ms: 0 };
  return { ...next, leases: [...next.leases, lease] };
}

/** How long a refused task is to wait before it asks again, in ms: about the time in which the queue moves by a tenth. */
export function retryAfter({ window, queue }: PoolState): number {
  const [first] = window;
  const last = window.at(-1);
  if (first === undefined || last === undefined || last.at <= first.at) return LEAST_RETRY_MS;
  const perTask = (last.at - first.at) / window.length;
  return Math.round(Math.min(Math.max(LEAST_RETRY_MS, (perTask * queue.length) / 10), MOST_RETRY_MS));
}

function holds({ queue, leases }: PoolState, taskId: string, ask: number): boolean {
  const isIt = (entry: { task_id: string; ask: number }): boolean => entry.task_id === taskId && entry.ask === ask;
  return queue.some(isIt) || leases.some(isIt);
}

/** Whether an ask is answered, waits, is over, or is older than what the task holds. */
function isKnown(state: PoolState, taskId: string, ask: number): boolean {
  const later = (entry: { task_id: string; ask: number }): boolean => entry.task_id === taskId && entry.ask >= ask;
  return state.queue.some(later) || state.leases.some(later) || state.over.includes(`${taskId}/${ask}`);
}

function without(state: PoolState, taskId: string): PoolState {
  const others = (entry: { task_id: string }): boolean => entry.task_id !== taskId;
  return { ...state, queue: state.queue.filter(others), leases: state.leases.filter(others) };
}

function over(state: PoolState, taskId: string, ask: number): PoolState {
  return { ...state, over: appended(state.over, `${taskId}/${ask}`, REMEMBERED) };
}

function counted(state: PoolState, what: keyof PoolTotals): PoolState {
  return { ...state, totals: { ...state.totals, [what]: state.totals[what] + 1 } };
}

function bySince<T extends { since: number }>(tasks: readonly T[]): readonly T[] {
  return tasks.toSorted((left, right) => left.since - right.since);
}
