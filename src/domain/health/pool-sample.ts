import { poolSize, utilization } from '../pool/capacity.ts';
import { percentile } from '../pool/percentiles.ts';
import type { FinishedTask, PoolState } from '../pool/state.ts';
import { mean } from '../pool/window.ts';
import type { PoolSample, RecentTasks } from './sample.ts';

/** How far back tasks count as recent, in ms: as far as the shipped rules for Prometheus look. */
export const RECENT_MS = 3_600_000;

/** A pool as the rules of health see it; `now` in ms since the epoch. */
export function poolSample(state: PoolState, now: number): PoolSample {
  const { name, settings, leases, queue, mode, intake, totals, window } = state;
  return {
    pool: name,
    figures: {
      size: settings.size,
      max: settings.max,
      policy: settings.policy,
      queue_cap: settings.queue_cap,
      allowed: poolSize(state),
      active: leases.length,
      utilization_pct: Math.min(100, utilization(state) * 100),
      queue_depth: queue.length,
      mode,
      intake,
      ended: { completed: totals.completed, failed: totals.failed + totals.dead_lettered },
      recent: recentTasks(window.filter(({ at }) => now - at < RECENT_MS)),
    },
  };
}

function recentTasks(window: readonly FinishedTask[]): RecentTasks {
  const completed = window.filter(({ status }) => status === 'completed');
  const failed = window.filter(({ status }) => status === 'failed' || status === 'dead_lettered');
  const ascending = completed.map(({ duration_ms }) => duration_ms).toSorted((left, right) => left - right);
  const failed_by_phase: RecentTasks['failed_by_phase'] = failed.reduce<RecentTasks['failed_by_phase']>(
    (counts, { failed_phase: phase }) =>
      phase === undefined ? counts : { ...counts, [phase]: (counts[phase] ?? 0) + 1 },
    {},
  );
  return {
    completed: completed.length,
    failed: failed.length,
    failed_by_phase,
    mean_duration_ms: mean(ascending) ?? null,
    p95_duration_ms: percentile(ascending, 95) ?? null,
  };
}
