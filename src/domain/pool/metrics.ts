import type { Phase } from '../phase.ts';
import { poolSize, utilization } from './capacity.ts';
import type { PoolState, PoolTotals } from './state.ts';
import { type Trend, trend } from './trend.ts';
import { durations, pace, quality } from './window-metrics.ts';
import { mean } from './window.ts';

/** A pool in figures (S6, S10): over the last 100 tasks where not said otherwise. Null: nothing to reckon with yet. */
export interface PoolMetrics {
  readonly pool: string;
  readonly pool_size: number;
  readonly active_workflows: number;
  readonly available_slots: number;
  /** Tasks that ended in whatever way since the pool first began, each once; a parked one ended until it is requeued. */
  readonly total_workflows_processed: number;
  /** At most 100, also while a shrink waits for work to end. */
  readonly pool_utilization_pct: number;
  /** Since the pool first began; at most 100. */
  readonly peak_utilization_pct: number;
  readonly queue_depth: number;
  readonly queue_depth_trend: Trend;
  /** How long the tasks that wait now have waited, on average. */
  readonly avg_slot_wait_time_ms: number | null;
  /** From the request to the lease, over the last 100 leases. */
  readonly avg_queue_time_ms: number | null;
  readonly avg_workflow_duration_ms: number | null;
  readonly p50_workflow_duration_ms: number | null;
  readonly p95_workflow_duration_ms: number | null;
  readonly p99_workflow_duration_ms: number | null;
  /** Completed among those that ended but for the cancelled, 0 to 1. */
  readonly success_rate: number | null;
  /** Share of the tasks that failed in each phase, the cancelled not counted, 0 to 1. */
  readonly failure_rate_by_phase: Readonly<Record<Phase, number>>;
  /** Phases that came to a verdict by another attempt, among all that needed more than one in a round, 0 to 1. */
  readonly retry_success_rate: number | null;
  readonly failure_trend: Trend;
  readonly throughput_trend: Trend;
  readonly latency_trend: Trend;
  /** Tasks that ended in an hour, at the pace since the window's first end; falls while nothing ends. */
  readonly throughput_per_hour: number | null;
  readonly window_size: number;
}

/** A pool's figures at a moment. */
export function poolMetrics(state: PoolState, now: number): PoolMetrics {
  const { name, queue, leases, window, totals } = state;
  const size = poolSize(state);
  return {
    pool: name,
    pool_size: size,
    active_workflows: leases.length,
    available_slots: Math.max(0, size - leases.length),
    total_workflows_processed: processed(totals),
    pool_utilization_pct: percent(utilization(state)),
    peak_utilization_pct: percent(state.peak_utilization),
    queue_depth: queue.length,
    queue_depth_trend: trend(state.depths),
    avg_slot_wait_time_ms: mean(queue.map(({ since }) => Math.max(0, now - since))) ?? null,
    avg_queue_time_ms: mean(state.waits) ?? null,
    ...durations(window),
    ...quality(window),
    ...pace(window, now),
    window_size: window.length,
  };
}

function processed({ completed, failed, dead_lettered, requeued, cancelled }: PoolTotals): number {
  return completed + failed + dead_lettered - requeued + cancelled;
}

function percent(share: number): number {
  return Math.min(100, Math.round(share * 10_000) / 100);
}
