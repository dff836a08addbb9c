import { beforeEach, describe, expect, it } from 'vitest';
import { sample } from '../../domain/health/samples.testsuite.ts';
import { healthSettings } from '../../domain/health/settings.ts';
import { HealthWatch } from './health-watch.ts';

const NOON = Date.parse('2026-03-01T12:00:00.000Z');
const INTERVAL_MS = 15_000;
const SETTINGS = healthSettings(INTERVAL_MS);

const clock = { now: NOON };
let watch: HealthWatch;
beforeEach(() => {
  clock.now = NOON;
  watch = new HealthWatch(SETTINGS, () => clock.now);
});

const statusOf = (name: string) => watch.report().checks.find((check) => check.name === name)?.status;

describe('what is watched', () => {
  it('is asked for from an hour and ten minutes ago at first, then from the last sample that is known', () => {
    expect(watch.readUpTo).toBe(NOON - watch.keptMs);
    watch.learn({ samples: [sample(NOON - 2 * INTERVAL_MS), sample(NOON - INTERVAL_MS)], baselines: {} });
    expect(watch.readUpTo).toBe(NOON - INTERVAL_MS);
    expect(watch.stored?.at).toBe(NOON - INTERVAL_MS);
  });

  it('is asked for again where its time is still to come by this clock', () => {
    watch.learn({ samples: [sample(NOON), sample(NOON + INTERVAL_MS)], baselines: {} });
    expect(watch.readUpTo).toBe(NOON);
  });

  it('knows a sample once that it was told twice, and none that is too old', () => {
    const old = sample(NOON);
    watch.learn({ samples: [old], baselines: {} });
    clock.now += watch.keptMs + 1;
    const recent = sample(clock.now);
    expect(watch.learn({ samples: [recent], baselines: {} })).toEqual([recent]);
    expect(watch.learn({ samples: [recent], baselines: {} })).toEqual([recent]);
  });

  it('goes on by own samples while the stored ones are not known, and back', () => {
    watch.learn({ samples: [sample(NOON)], baselines: {} });
    clock.now += INTERVAL_MS;
    watch.take(sample(clock.now, {}, { database: 'down' }));
    expect(statusOf('database')).toBe('warn');
    expect(watch.readUpTo).toBe(NOON);
    clock.now += INTERVAL_MS;
    watch.learn({ samples: [sample(clock.now)], baselines: {} });
    expect(statusOf('database')).toBe('pass');
    expect(watch.report().as_of).toBe(clock.now);
  });

  it('is judged by the baselines that were learned before', () => {
    const slow = { completed: 5, failed: 0, failed_by_phase: {}, mean_duration_ms: 3_000, p95_duration_ms: 3_000 };
    watch.learn({ samples: [sample(NOON, { recent: slow })], baselines: {} });
    expect(statusOf('latency:default')).toBe('pass');
    watch.learn({ samples: [], baselines: { default: { mean_ms: 1_000, tasks: 20, at: 0, completed: 20 } } });
    expect(statusOf('latency:default')).toBe('warn');
  });
});
