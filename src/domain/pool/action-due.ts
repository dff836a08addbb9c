import { roundedDuration } from '../duration.ts';
import { counted, rounded, waitingTasks } from '../health/wording.ts';
import type { ActionChange, ActionRules, PoolActionKind } from './action.ts';
import { outcomesSince, goesOn } from './action-calm.ts';
import { utilization } from './capacity.ts';
import { neededSize } from './sizing.ts';
import type { PoolState } from './state.ts';
import { type OutcomeCounts, meanDuration } from './window.ts';

/** A change that a critical condition asks for, and why. */
export interface DueChange {
  readonly change: ActionChange;
  readonly cause: string;
  readonly figures: Readonly<Record<string, number>>;
}

/** How far back ended tasks tell something of now, in ms. */
const RECENT_MS = 3_600_000;

/**
 * What a pool in a critical condition needs; undefined when it is in none, or has all that can be done. Only what ended
 * since the last action counts against its tasks, and only while they go on failing.
 */
export function dueChange(state: PoolState, rules: ActionRules, now: number): DueChange | undefined {
  const since = Math.max(state.actions.acted_at, now - RECENT_MS);
  const ends = outcomesSince(state, since);
  const lately = outcomesSince(state, Math.max(since, now - rules.calm_ms));
  const due =
    isCritical(ends, rules) && goesOn(lately) ? pause(state, ends, since, rules, now) : forCapacity(state, rules, now);
  return due === undefined || wasUndone(state, due.change.kind, rules, now) ? undefined : due;
}

/** Tasks wait that would only fail, unless it is an agent's fault: then it is the agent that is not called. */
function pause(
  state: PoolState,
  ends: OutcomeCounts,
  since: number,
  rules: ActionRules,
  now: number,
): DueChange | undefined {
  const { name, intake, actions } = state;
  const { agent_at_fault_at: told } = actions;
  if (intake !== 'open' || (told !== null && Math.abs(now - told) < rules.calm_ms)) return undefined;
  if (!isCritical(outcomesSince(state, since, now - rules.settle_ms), rules)) return undefined;
  const { completed, failed } = ends;
  return {
    change: { kind: 'pause_intake' },
    cause: `${failed} of ${counted(completed + failed, 'task')} of pool ${name} failed`,
    figures: { tasks_completed: completed, tasks_failed: failed },
  };
}

/**
 * More leases for a pool that is full or has a long queue, unless somebody or its mode holds it back; where there are no
 * more to be had, no more tasks for a queue that stays too long. Settings that somebody chose lately are left alone.
 */
function forCapacity(state: PoolState, rules: ActionRules, now: number): DueChange | undefined {
  const { intake, actions } = state;
  const { chosen_at, busy_since, long_since } = actions;
  if (intake !== 'open' || (chosen_at !== null && Math.abs(now - chosen_at) < rules.yield_ms)) return undefined;
  const long = exceeded(long_since, rules.queue, now);
  if (long === undefined && exceeded(busy_since, rules.utilization, now) === undefined) return undefined;
  return raise(state, now) ?? (long === undefined ? undefined : limit(state, long, rules));
}

function raise(state: PoolState, now: number): DueChange | undefined {
  const { name, settings, mode, leases, queue, actions } = state;
  const { size, max, policy } = settings;
  if (policy === 'fixed' || mode !== 'NORMAL' || size >= max) return undefined;
  const [active, queue_depth] = [leases.length, queue.length];
  const completed = state.window.filter(({ status, at }) => status === 'completed' && now - at < RECENT_MS);
  const needed = neededSize({ active, queue_depth, recent: { mean_duration_ms: meanDuration(completed) ?? null } });
  const utilization_pct = Math.min(100, utilization(state) * 100);
  const before = actions.in_force.find(({ kind }) => kind === 'raise_size');
  const from = before !== undefined && 'from' in before ? before.from : size;
  return {
    change: { kind: 'raise_size', from, to: Math.min(max, Math.max(size + 1, needed)) },
    cause: `pool ${name} is used by ${rounded(utilization_pct)} %, and ${waitingTasks(queue_depth)}`,
    figures: { size, max, active, queue_depth, utilization_pct },
  };
}

function limit(state: PoolState, { above, spell }: Exceeded, rules: ActionRules): DueChange | undefined {
  const { name, settings, leases, queue } = state;
  const { size, max, queue_cap } = settings;
  const to = Math.max(1, Math.floor(above));
  if (spell < rules.cooldown_ms || queue_cap <= to) return undefined;
  return {
    change: { kind: 'limit_intake', from: queue_cap, to },
    cause: `${waitingTasks(queue.length)} for pool ${name} after ${roundedDuration(spell)}, and it cannot be made larger`,
    figures: { size, max, active: leases.length, queue_depth: queue.length, queue_cap },
  };
}

function isCritical({ completed, failed }: OutcomeCounts, { success: { critical, events } }: ActionRules): boolean {
  const ended = completed + failed;
  return ended > 0 && ended >= events && (completed / ended) * 100 < critical;
}

/** A limit that is exceeded, and for how long already, in ms. */
interface Exceeded {
  readonly above: number;
  readonly spell: number;
}

/** A limit that has been exceeded for as long as it takes. */
function exceeded(since: number | null, limit: ActionRules['queue'], now: number): Exceeded | undefined {
  if (since === null || limit === undefined) return undefined;
  const spell = now - since;
  return spell < limit.for_ms ? undefined : { above: limit.above, spell };
}

/** Whether an operator reverted or undid an action of a kind lately. */
function wasUndone({ actions }: PoolState, kind: PoolActionKind, { yield_ms }: ActionRules, now: number): boolean {
  const at = actions.undone_at[kind];
  return at !== undefined && Math.abs(now - at) < yield_ms;
}
