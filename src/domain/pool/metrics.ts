import type { Phase } from '../phase.ts';

/** Where a figure goes. */
export type Trend = 'increasing' | 'stable' | 'decreasing';

/** A pool in figures (S6, S10): over the last 100 tasks where not said otherwise. Null: nothing to reckon with yet. */
export interface PoolMetrics {
  readonly pool: string;
  readonly pool_size: number;
  readonly active_workflows: number;
  readonly available_slots: number;
  readonly total_workflows_processed: number;
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
  /** Share of the tasks that failed in each phase, 0 to 1. */
  readonly failure_rate_by_phase: Readonly<Record<Phase, number>>;
  /** Phases that needed more than one attempt and passed, among all that needed more than one, 0 to 1. */
  readonly retry_success_rate: number | null;
  readonly failure_trend: Trend;
  readonly throughput_trend: Trend;
  readonly latency_trend: Trend;
  /** Tasks that ended in an hour, at the pace of the window. */
  readonly throughput_per_hour: number | null;
  readonly window_size: number;
}
