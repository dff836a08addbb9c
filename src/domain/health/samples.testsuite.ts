import { evidenceOf } from './evidence.ts';
import type { AgentSample, HealthSample, PoolFigures, RecentTasks } from './sample.ts';
import type { OutcomeCounts } from '../pool/window.ts';
import { DEFAULT_HEALTH_SETTINGS, type HealthSettings } from './settings.ts';

export const MINUTE = 60_000;
export const NOW = 1_000 * MINUTE;
export const INTERVAL = 30_000;
export const SETTINGS: HealthSettings = DEFAULT_HEALTH_SETTINGS;

const NONE_ENDED: RecentTasks = {
  completed: 0,
  failed: 0,
  failed_by_phase: {},
  mean_duration_ms: null,
  p95_duration_ms: null,
};

/** An idle pool of five, with changes. */
export function figures(change: Partial<PoolFigures> = {}): PoolFigures {
  return {
    size: 5,
    max: 10,
    policy: 'autoscaled',
    queue_cap: 2_000,
    allowed: 5,
    active: 0,
    utilization_pct: 0,
    queue_depth: 0,
    mode: 'NORMAL',
    intake: 'open',
    ended: { completed: 0, failed: 0 },
    recent: NONE_ENDED,
    ...change,
  };
}

/** The tasks of the last hour. */
export function recent(change: Partial<RecentTasks>): RecentTasks {
  return { ...NONE_ENDED, ...change };
}

/** A sample of a system that is well, with the default pool as given. */
export function sample(at = NOW, pool: Partial<PoolFigures> = {}, change: Partial<HealthSample> = {}): HealthSample {
  return {
    at,
    pools: [{ pool: 'default', figures: figures(pool) }],
    resources: { memory_pct: 20, cpu_pct: 10, database_connections: { used: 3, max: 100 } },
    temporal: 'up',
    database: 'up',
    workers: { alive: 1, silent: 0 },
    agents: [agent()],
    ...change,
  };
}

/** The coder, whose breaker is closed unless said otherwise. */
export function agent(change: Partial<AgentSample> = {}): AgentSample {
  return { agent: 'coder-agent', breaker: 'CLOSED', ...change };
}

/** One sample each interval over the last `span` ms up to `until`, by its time and the share of the span that is over. */
export function over<T>(span: number, make: (at: number, share: number) => T, until = NOW): T[] {
  const count = Math.round(span / INTERVAL);
  return Array.from({ length: count + 1 }, (_, index) =>
    make(until - span + index * INTERVAL, count === 0 ? 1 : index / count),
  );
}

/** Counters that grow evenly to these. */
export function growing(to: OutcomeCounts, share: number): OutcomeCounts {
  return { completed: Math.round(to.completed * share), failed: Math.round(to.failed * share) };
}

/** Samples as evidence at NOW, by the default settings. */
export function evidence(samples: readonly HealthSample[], now = NOW) {
  return evidenceOf(samples, now, SETTINGS);
}
