import type { PoolMetricsView } from '../../../src/contract/pool/metrics.ts';
import type { PoolView } from '../../../src/contract/pool/pool.ts';
import type { LeaseView, WaitingTaskView } from '../../../src/contract/pool/pool.ts';

/** When the pool in the documents was looked at. */
export const asOf = '2030-01-01T10:00:12.000Z';

/** The id of the n-th task of a pool. */
export function taskOf(n: number): string {
  return `chimera-${n.toString(16).padStart(12, '0')}`;
}

/** The lease of the n-th task, held for `n` minutes. */
export function leaseOf(n: number, changes: Partial<LeaseView> = {}): LeaseView {
  return {
    task_id: taskOf(n),
    token: 10 + n,
    priority: 9,
    project: 'shop',
    granted_at: '2030-01-01T09:58:00.000Z',
    age_ms: n * 60_000,
    waited_ms: 3_000,
    ...changes,
  };
}

/** The n-th waiting task: position `n`, and starts in `n` times ten seconds. */
export function waitingOf(n: number, changes: Partial<WaitingTaskView> = {}): WaitingTaskView {
  return {
    task_id: taskOf(100 + n),
    position: n,
    priority: 5,
    project: 'shop',
    score: 50.25,
    queued_at: '2030-01-01T09:59:30.000Z',
    waited_ms: 42_000,
    overdue: false,
    estimated_start: new Date(Date.parse(asOf) + n * 10_000).toISOString(),
    reason: 'all 5 leases are held; it starts next',
    ...changes,
  };
}

/** A pool as the API shows it: two of five leases in use and nobody waiting, with changes. */
export function poolDocument(changes: Partial<PoolView> = {}): PoolView {
  const { leases = [leaseOf(1), leaseOf(2)], queue = [] } = changes;
  return {
    name: 'default',
    pool_size: 5,
    active: leases.length,
    available: Math.max(0, 5 - leases.length),
    queued: queue.length,
    dead_letters: 0,
    mode: 'NORMAL',
    mode_since: '2030-01-01T09:55:12.000Z',
    priority_threshold: 1,
    intake: 'open',
    demand: leases.length,
    settings: { size: 5, min: 3, max: 10, policy: 'autoscaled', queue_cap: 2_000, wait_bound_seconds: 1_800 },
    leases,
    queue,
    totals: {
      enqueued: 4,
      granted: 4,
      completed: 2,
      failed: 0,
      dead_lettered: 0,
      requeued: 0,
      cancelled: 0,
      refused: 0,
      lost: 0,
    },
    pressure: [],
    as_of: asOf,
    stale: false,
    ...changes,
  };
}

/** A pool's figures as the API shows them, with changes. */
export function metricsDocument(changes: Partial<PoolMetricsView> = {}): PoolMetricsView {
  return {
    as_of: asOf,
    stale: false,
    pool: 'default',
    pool_size: 5,
    active_workflows: 3,
    available_slots: 2,
    total_workflows_processed: 120,
    pool_utilization_pct: 60,
    peak_utilization_pct: 100,
    queue_depth: 12,
    queue_depth_trend: 'increasing',
    avg_slot_wait_time_ms: 3_200,
    avg_queue_time_ms: null,
    avg_workflow_duration_ms: 62_000,
    p50_workflow_duration_ms: 50_000,
    p95_workflow_duration_ms: 95_000,
    p99_workflow_duration_ms: 99_000,
    success_rate: 0.975,
    failure_rate_by_phase: {
      E2E_TEST_GENERATION: 0,
      CODE_IMPLEMENTATION: 0.02,
      GUARDIAN_REVIEW: 0,
      STAGING_DEPLOYMENT: 0,
      E2E_VALIDATION: 0.005,
    },
    retry_success_rate: null,
    failure_trend: 'stable',
    throughput_trend: 'stable',
    latency_trend: 'decreasing',
    throughput_per_hour: 42.25,
    window_size: 100,
    ...changes,
  };
}
