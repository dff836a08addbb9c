import { describe, expect, it } from 'vitest';
import { finished, leases, poolWith, queued, T0 } from '../../../tests/support/pool-states.ts';
import { grant, receive } from './pool.ts';
import { poolMetrics } from './metrics.ts';
import type { FinishedTask } from './state.ts';

const MINUTE = 60_000;
const figures = (window: readonly FinishedTask[], now = T0) => poolMetrics(poolWith({ window }), now);
const times = (count: number, change: Partial<FinishedTask> = {}): readonly FinishedTask[] =>
  Array.from({ length: count }, () => finished(change));
const endingAt = (...minutes: readonly number[]): readonly FinishedTask[] =>
  minutes.map((minute) => finished({ at: T0 + minute * MINUTE }));

describe('the figures of a pool', () => {
  it('are unknown, nought or stable while nothing has happened', () => {
    expect(poolMetrics(poolWith(), T0)).toEqual({
      pool: 'default',
      pool_size: 5,
      active_workflows: 0,
      available_slots: 5,
      total_workflows_processed: 0,
      pool_utilization_pct: 0,
      peak_utilization_pct: 0,
      queue_depth: 0,
      queue_depth_trend: 'stable',
      avg_slot_wait_time_ms: null,
      avg_queue_time_ms: null,
      avg_workflow_duration_ms: null,
      p50_workflow_duration_ms: null,
      p95_workflow_duration_ms: null,
      p99_workflow_duration_ms: null,
      latency_trend: 'stable',
      success_rate: null,
      failure_rate_by_phase: {
        E2E_TEST_GENERATION: 0,
        CODE_IMPLEMENTATION: 0,
        GUARDIAN_REVIEW: 0,
        STAGING_DEPLOYMENT: 0,
        E2E_VALIDATION: 0,
      },
      retry_success_rate: null,
      failure_trend: 'stable',
      throughput_trend: 'stable',
      throughput_per_hour: null,
      window_size: 0,
    });
  });

  it('have a pool of which 8 leases of 10 are held 80 % in use', () => {
    const settings = { ...poolWith().settings, size: 10 };
    expect(poolMetrics(poolWith({ settings, leases: leases(8) }), T0)).toMatchObject({
      pool_utilization_pct: 80,
      active_workflows: 8,
      available_slots: 2,
    });
  });

  it('never have more than all of a pool in use, also after a shrink', () => {
    expect(poolMetrics(poolWith({ mode: 'SURVIVAL', leases: leases(5) }), T0)).toMatchObject({
      pool_utilization_pct: 100,
      pool_size: 2,
      active_workflows: 5,
      available_slots: 0,
    });
  });

  it('keep the peak when the work is over', () => {
    const asked = ['a', 'b', 'c', 'd'].map((task_id) => ({ kind: 'enqueue', ...queued(task_id) }) as const);
    const busy = grant(receive(poolWith(), asked, T0).state, T0).state;
    const over = asked.map(({ task_id }) => ({ kind: 'release', task_id, ask: 1 }) as const);
    const idle = grant(receive(busy, over, T0).state, T0).state;
    expect(poolMetrics(idle, T0)).toMatchObject({ pool_utilization_pct: 0, peak_utilization_pct: 80 });
  });

  it('tell how long tasks wait now, and how long they waited for their leases', () => {
    const state = poolWith({ queue: [queued('a'), queued('b', { since: T0 + 20 })], waits: [10, 30] });
    expect(poolMetrics(state, T0 + 40)).toMatchObject({
      queue_depth: 2,
      avg_slot_wait_time_ms: 30,
      avg_queue_time_ms: 20,
    });
  });

  it('have the length of the queue rise and fall', () => {
    expect(poolMetrics(poolWith({ depths: [1, 1, 1, 5, 5, 5] }), T0).queue_depth_trend).toBe('increasing');
    expect(poolMetrics(poolWith({ depths: [5, 5, 5, 1, 1, 1] }), T0).queue_depth_trend).toBe('decreasing');
  });

  it('count each end of a task once', () => {
    const totals = { ...poolWith().totals, granted: 50, completed: 4, failed: 3, dead_lettered: 2, cancelled: 1 };
    expect(poolMetrics(poolWith({ totals }), T0).total_workflows_processed).toBe(10);
  });
});

describe('the durations of 1 to 100 s', () => {
  const window = Array.from({ length: 100 }, (_, index) => finished({ duration_ms: (100 - index) * 1_000 }));

  it('have their percentiles in whatever order they came', () => {
    expect(figures(window)).toMatchObject({
      avg_workflow_duration_ms: 50_500,
      p50_workflow_duration_ms: 50_000,
      p95_workflow_duration_ms: 95_000,
      p99_workflow_duration_ms: 99_000,
      window_size: 100,
    });
  });

  it('have a trend by the order of their ends', () => {
    expect(figures(window).latency_trend).toBe('decreasing');
    expect(figures(window.toReversed()).latency_trend).toBe('increasing');
  });
});

describe('success and failure', () => {
  it('of 10 tasks, of which 8 completed, is 80 %', () => {
    expect(figures([...times(8), finished({ status: 'failed' }), finished({ status: 'dead_lettered' })])).toMatchObject(
      {
        success_rate: 0.8,
      },
    );
  });

  it('of 10 tasks, of which 2 failed in one phase and 1 in another, is 20 % and 10 %', () => {
    const window = [
      ...times(7),
      ...times(2, { status: 'failed', failed_phase: 'E2E_TEST_GENERATION' }),
      finished({ status: 'dead_lettered', failed_phase: 'STAGING_DEPLOYMENT' }),
    ];
    expect(figures(window).failure_rate_by_phase).toEqual({
      E2E_TEST_GENERATION: 0.2,
      CODE_IMPLEMENTATION: 0,
      GUARDIAN_REVIEW: 0,
      STAGING_DEPLOYMENT: 0.1,
      E2E_VALIDATION: 0,
    });
  });

  it('does not count what was cancelled', () => {
    const cancelled = times(6, { status: 'cancelled', failed_phase: 'E2E_VALIDATION' });
    expect(figures([...cancelled, finished()])).toMatchObject({
      success_rate: 1,
      failure_rate_by_phase: { E2E_VALIDATION: 0 },
    });
    expect(figures(cancelled).success_rate).toBeNull();
  });

  it('has a trend', () => {
    const failed = times(3, { status: 'failed' });
    expect(figures([...times(3), ...failed]).failure_trend).toBe('increasing');
    expect(figures([...failed, ...times(3)]).failure_trend).toBe('decreasing');
  });
});

describe('retries', () => {
  it('of which 3 of 4 passed are good for 75 %', () => {
    const window = [
      finished({ retried_phases: 3, recovered_phases: 3 }),
      finished({ status: 'failed', retried_phases: 1, recovered_phases: 0 }),
    ];
    expect(figures(window).retry_success_rate).toBe(0.75);
  });

  it('are not known where every first attempt passed', () => {
    expect(figures(times(10)).retry_success_rate).toBeNull();
  });
});

describe('the throughput', () => {
  it('is reckoned from the first end in the window to now', () => {
    expect(figures(endingAt(0, 10, 20, 30), T0 + 30 * MINUTE).throughput_per_hour).toBe(6);
    expect(figures(endingAt(0, 10, 20, 30), T0 + 180 * MINUTE).throughput_per_hour).toBe(1);
  });

  it('is not known after one end, or within one moment', () => {
    expect(figures(endingAt(0), T0 + MINUTE).throughput_per_hour).toBeNull();
    expect(figures(endingAt(0, 0), T0).throughput_per_hour).toBeNull();
  });

  it('increases where the gaps between ends become shorter', () => {
    expect(figures(endingAt(0, 10, 20, 30, 31, 32, 33)).throughput_trend).toBe('increasing');
    expect(figures(endingAt(0, 1, 2, 3, 13, 23, 33)).throughput_trend).toBe('decreasing');
    expect(figures(endingAt(0, 1, 2, 3, 4, 5, 6)).throughput_trend).toBe('stable');
  });
});
