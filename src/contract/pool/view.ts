import { demand, poolSize, PRIORITY_THRESHOLD } from '../../domain/pool/capacity.ts';
import { isLive } from '../../domain/pool/degradation.ts';
import { estimatedStarts } from '../../domain/pool/forecast.ts';
import { type Ranked, ranked } from '../../domain/pool/order.ts';
import { reasonToWait } from '../../domain/pool/reason.ts';
import type { Lease, PoolState } from '../../domain/pool/state.ts';
import { meanDuration } from '../../domain/pool/window.ts';

/** A pool at a moment as `poolViewSchema` has it; the queue in the order of starting. */
export function poolView(state: PoolState, now: number) {
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
export function decisionViews({ decisions }: PoolState) {
  return decisions.toReversed().map((decision) => ({ ...decision, at: iso(decision.at) }));
}

function leaseView({ ask: _, granted_at, ...lease }: Lease, now: number) {
  return { ...lease, granted_at: iso(granted_at), age_ms: Math.max(0, now - granted_at) };
}

function queueView(state: PoolState, now: number) {
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
