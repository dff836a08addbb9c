import { demand, poolSize, PRIORITY_THRESHOLD } from './capacity.ts';
import { isLive } from './degradation.ts';
import { estimatedStarts } from './forecast.ts';
import { type Ranked, ranked } from './order.ts';
import { reasonToWait } from './reason.ts';
import type { PoolSettings } from './settings.ts';
import type { Intake, Lease, PoolDecision, PoolMode, PoolState, PoolTotals } from './state.ts';
import { meanDuration } from './window.ts';

/** A lease as a person reads it. Times in ISO 8601. */
export interface LeaseView {
  readonly task_id: string;
  readonly token: number;
  readonly priority: number;
  readonly project: string;
  readonly granted_at: string;
  /** How long it has been held, in ms. */
  readonly age_ms: number;
  /** How long the task waited for it, in ms. */
  readonly waited_ms: number;
}

/** A waiting task as a person reads it. */
export interface WaitingTaskView {
  readonly task_id: string;
  /** From 1: the task that starts next. */
  readonly position: number;
  readonly priority: number;
  readonly project: string;
  readonly score: number;
  readonly queued_at: string;
  readonly waited_ms: number;
  /** It has waited so long that it goes before every score. */
  readonly overdue: boolean;
  /** By the mean duration of the tasks that ended lately; null while none has, or while nothing may start. */
  readonly estimated_start: string | null;
  /** Why it has not started yet, in a sentence. */
  readonly reason: string;
}

/** A pool as a person reads it. */
export interface PoolView {
  readonly name: string;
  /** Leases allowed at once now, after what the mode takes away. */
  readonly pool_size: number;
  readonly active: number;
  readonly available: number;
  readonly queued: number;
  /** Tasks that wait in the dead letter queue for somebody's decision. */
  readonly dead_letters: number;
  readonly mode: PoolMode;
  readonly mode_since: string;
  /** The least priority that may start now. */
  readonly priority_threshold: number;
  readonly intake: Intake;
  /** Leases the pool could use now were workers there; 0 while it is idle. For a scaler outside. */
  readonly demand: number;
  readonly settings: PoolSettings;
  readonly leases: readonly LeaseView[];
  readonly queue: readonly WaitingTaskView[];
  readonly totals: Required<PoolTotals>;
  /** Live reports of workers under pressure. */
  readonly pressure: readonly {
    readonly worker_id: string;
    readonly memory_pct: number;
    readonly cpu_pct: number;
    readonly at: string;
  }[];
}

/** A decision as a person reads it. */
export type DecisionView = Omit<PoolDecision, 'at'> & { readonly at: string };

/** A pool at a moment, as a person reads it; the queue in the order of starting. */
export function poolView(state: PoolState, now: number): PoolView {
  const { name, settings, intake, mode, totals } = state;
  const size = poolSize(state);
  const active = state.leases.length;
  return {
    name,
    pool_size: size,
    active,
    available: Math.max(0, size - active),
    queued: state.queue.length,
    dead_letters: state.parked.length,
    mode,
    mode_since: iso(state.mode_since),
    priority_threshold: PRIORITY_THRESHOLD[mode],
    intake,
    demand: demand(state),
    settings,
    leases: state.leases.map((lease) => leaseView(lease, now)),
    queue: queueView(state, now),
    totals,
    pressure: state.pressure
      .filter((report) => isLive(report, now))
      .map((report) => ({ ...report, at: iso(report.at) })),
  };
}

/** The decisions that a pool remembers, newest first. */
export function decisionViews({ decisions }: PoolState): DecisionView[] {
  return decisions.toReversed().map((decision) => ({ ...decision, at: iso(decision.at) }));
}

function leaseView({ ask: _, granted_at, ...lease }: Lease, now: number): LeaseView {
  return { ...lease, granted_at: iso(granted_at), age_ms: Math.max(0, now - granted_at) };
}

function queueView(state: PoolState, now: number): WaitingTaskView[] {
  const queue = ranked(state, now);
  const starts = startsOf(state, queue, now);
  return queue.map((entry, index) => {
    const { task_id, priority, project, since } = entry.task;
    const start = starts[index];
    return {
      task_id,
      position: index + 1,
      priority,
      project,
      score: Math.round(entry.score * 100) / 100,
      queued_at: iso(since),
      waited_ms: Math.max(0, now - since),
      overdue: entry.overdue,
      estimated_start: start === undefined ? null : iso(start),
      reason: reasonToWait(state, entry, index),
    };
  });
}

/** Estimated starts of the tasks at the queue's head that may start. */
function startsOf(state: PoolState, queue: readonly Ranked[], now: number): readonly number[] {
  const mean_ms = meanDuration(state.window);
  if (mean_ms === undefined || state.intake !== 'open') return [];
  return estimatedStarts({
    granted_at: state.leases.map(({ granted_at }) => granted_at),
    size: poolSize(state),
    mean_ms,
    waiting: queue.filter(({ eligible }) => eligible).length,
    now,
  });
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
