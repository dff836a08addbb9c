import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess, type Assessment } from './assess.ts';
import type { Baseline } from './baseline.ts';
import { CHECK_STATUSES } from './check.ts';
import type { HealthSample } from './sample.ts';
import { agent, figures, MINUTE, NOW, over, recent, sample, SETTINGS } from './samples.testsuite.ts';

const USUAL: Baseline = { mean_ms: 4 * MINUTE, tasks: 100, at: 0, completed: 100 };

const assessed = (samples: readonly HealthSample[]): Assessment =>
  assess({ samples, baselines: { default: USUAL }, now: NOW }, SETTINGS);

const level = fc.integer({ min: 0, max: 100 });
const worse = (left: string | undefined, right: string | undefined): number =>
  CHECK_STATUSES.findIndex((one) => one === left) - CHECK_STATUSES.findIndex((one) => one === right);

describe('whatever the figures are', () => {
  it('a longer violation never gives a milder status', () => {
    const spans = fc.nat({ max: 40 }).map((count) => count * (MINUTE / 2));
    fc.assert(
      fc.property(spans, spans, level, (one, other, percent) => {
        const resources = { memory_pct: percent, cpu_pct: percent, database_connections: { used: percent, max: 100 } };
        const of = (span: number) =>
          assessed(
            over(span, (at) => sample(at, { utilization_pct: percent, queue_depth: 2 * percent }, { resources })),
          );
        const [short, long] = [of(Math.min(one, other)), of(Math.max(one, other))];
        for (const [index, { status }] of long.checks.entries()) {
          expect(worse(status, short.checks[index]?.status)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('samples that are below every threshold never give a finding, however many and with whatever gaps', () => {
    const calm = fc.record({
      wait: fc.nat(10 * MINUTE),
      utilization_pct: fc.integer({ min: 0, max: 60 }),
      queue_depth: fc.nat(20),
      percent: fc.integer({ min: 0, max: 80 }),
      completed: fc.integer({ min: 8, max: 50 }),
      failed: fc.nat(2),
      mean: fc.integer({ min: 1, max: 8 * MINUTE }),
    });
    fc.assert(
      fc.property(fc.array(calm, { minLength: 1, maxLength: 30 }), (steps) => {
        let at = NOW - steps.reduce((sum, { wait }) => sum + wait, 0);
        let ended = { completed: 0, failed: 0 };
        const samples = steps.map(({ wait, utilization_pct, queue_depth, percent, completed, failed, mean }) => {
          at += wait;
          ended = { completed: ended.completed + completed, failed: ended.failed + failed };
          const pool = { utilization_pct, queue_depth, recent: recent({ completed, failed, mean_duration_ms: mean }) };
          return sample(at, pool, {
            resources: { memory_pct: percent, cpu_pct: percent, database_connections: { used: percent, max: 100 } },
            agents: [agent({ calls: ended })],
          });
        });
        const { status, checks, recommendations } = assessed(samples);
        expect([status, recommendations]).toEqual(['healthy', []]);
        expect(checks.every((one) => one.status === 'pass' && !one.threshold_exceeded)).toBe(true);
      }),
    );
  });

  it('what is not known never counts as a pass', () => {
    const maybe = <T>(value: T) => fc.constantFrom(value, undefined);
    const pieces = fc.record({
      temporal: maybe('up' as const),
      database: maybe('up' as const),
      workers: maybe({ alive: 1, silent: 0 }),
      pool: maybe(figures()),
      breaker: maybe('CLOSED' as const),
      isOld: fc.boolean(),
    });
    fc.assert(
      fc.property(pieces, ({ temporal, database, workers, pool, breaker, isOld }) => {
        const one: HealthSample = {
          at: isOld ? NOW - SETTINGS.patience_ms - 1 : NOW,
          pools: [{ pool: 'default', ...(pool === undefined ? {} : { figures: pool }) }],
          resources: {},
          agents: [{ agent: 'coder-agent', ...(breaker === undefined ? {} : { breaker }) }],
          ...(temporal === undefined ? {} : { temporal }),
          ...(database === undefined ? {} : { database }),
          ...(workers === undefined ? {} : { workers }),
        };
        const isKnown = [temporal, database, workers, pool, breaker].every((piece) => piece !== undefined) && !isOld;
        expect(assessed([one]).status).toBe(isKnown ? 'healthy' : 'unknown');
      }),
    );
  });
});
