import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Baseline, learnBaselines, usualDuration } from './baseline.ts';
import { RECENT_MS } from './pool-sample.ts';
import type { HealthSample } from './sample.ts';
import { MINUTE, NOW, recent, sample, SETTINGS } from './samples.testsuite.ts';

/** A sample of a time, with so many tasks completed so far, by their mean of the last hour. */
const seen = (at: number, completed: number, mean_duration_ms: number | null, lately = completed): HealthSample =>
  sample(at, { ended: { completed, failed: 0 }, recent: recent({ completed: lately, mean_duration_ms }) });

const KNOWN: Baseline = { mean_ms: 1_000, tasks: 100, at: NOW, completed: 100 };

/** What is learned of samples that are an hour old. */
function learned(baseline: Baseline | undefined, ...samples: readonly HealthSample[]): Baseline | undefined {
  const before = baseline === undefined ? {} : { default: baseline };
  const now = (samples.at(-1)?.at ?? NOW) + RECENT_MS;
  return learnBaselines(before, { samples, now }, SETTINGS)['default'];
}

/** The baseline after an evaluation each minute, in which a task completes, of an hour's means as given by its minute. */
function living(minutes: number, meanAt: (minute: number) => number, from = KNOWN): number {
  const samples: HealthSample[] = [];
  let baselines: Readonly<Record<string, Baseline>> = { default: from };
  for (let minute = 1; minute <= minutes; minute++) {
    const now = NOW + minute * MINUTE;
    samples.push(seen(now, 100 + minute, meanAt(minute), 60));
    baselines = learnBaselines(baselines, { samples: samples.slice(-65), now }, SETTINGS);
  }
  return baselines['default']?.mean_ms ?? 0;
}

describe('the usual duration', () => {
  it('is not told before enough tasks completed', () => {
    expect(usualDuration(undefined, SETTINGS)).toBeUndefined();
    expect(usualDuration(learned(undefined, seen(NOW, 19, 1_000)), SETTINGS)).toBeUndefined();
    expect(usualDuration(learned(undefined, seen(NOW, 20, 1_000)), SETTINGS)).toBe(1_000);
  });

  it('is learned of samples that are an hour old, each once', () => {
    const samples = [seen(NOW, 20, 1_000), seen(NOW + MINUTE, 30, 9_000)];
    const at = (now: number, before = {}) => learnBaselines(before, { samples, now }, SETTINGS);
    expect(at(NOW + RECENT_MS - 1)).toEqual({});
    const first = at(NOW + RECENT_MS);
    expect(first).toEqual({ default: { mean_ms: 1_000, tasks: 20, at: NOW, completed: 20 } });
    expect(at(NOW + RECENT_MS, first)).toBe(first);
    expect(at(NOW + RECENT_MS + MINUTE, first)['default']).toMatchObject({ tasks: 30, completed: 30 });
  });

  it('is the plain mean at first, whatever it jumps to', () => {
    expect(learned(undefined, seen(NOW, 5, 1_000), seen(NOW + 1, 10, 5_000))).toMatchObject({
      mean_ms: 3_000,
      tasks: 10,
    });
  });

  it('counts of a pool that is already old only the tasks whose duration it knows', () => {
    expect(learned(undefined, seen(NOW, 5_000, 1_000, 3))).toMatchObject({ mean_ms: 1_000, tasks: 3 });
  });

  it('learns nothing where none completed, or the pool was silent', () => {
    const silent = sample(NOW + 3, {}, { pools: [{ pool: 'default' }] });
    expect(learned(KNOWN, seen(NOW + 1, 100, 5_000), seen(NOW + 2, 110, null, 0), silent)).toEqual({
      ...KNOWN,
      at: NOW + 2,
      completed: 110,
    });
    expect(learned(undefined, seen(NOW, 0, null), silent)).toBeUndefined();
    expect(learned(undefined, silent)).toBeUndefined();
  });

  it('goes on where a pool began anew', () => {
    expect(learned(KNOWN, seen(NOW + 1, 10, 1_000))).toEqual({
      mean_ms: 1_000,
      tasks: 110,
      at: NOW + 1,
      completed: 10,
    });
  });

  it('follows a change that is no spike within some hundred tasks', () => {
    expect(living(360, () => 1_500)).toBeGreaterThan(1_450);
    expect(living(360, () => 500)).toBeLessThan(550);
  });

  it('is hardly moved by a spike, however high', () => {
    expect(living(160, () => 2_500)).toBeLessThan(1_110);
    expect(living(160, () => 1_000_000)).toBeLessThan(1_110);
  });

  it('is hardly moved by a step that the mean of the hour takes only by and by', () => {
    expect(living(160, (minute) => 1_000 + Math.min(minute, 60) * 25)).toBeLessThan(1_110);
  });

  it('is the new pace when that stays', () => {
    expect(living(2_000, () => 3_000)).toBeGreaterThan(2_500);
  });

  it('never leaves the range of what it was learned from, nor moves by more than a thousandth a task of a spike', () => {
    const means = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(means, fc.integer({ min: 1, max: 20 }), (all, step) => {
        let baseline: Baseline | undefined;
        all.forEach((mean, index) => {
          const before = baseline;
          baseline = learned(before, seen(NOW + index, (index + 1) * step, mean, step));
          if (before === undefined || before.tasks < 20 || mean <= 2 * before.mean_ms) return;
          expect(baseline?.mean_ms).toBeLessThanOrEqual(before.mean_ms * (1 + step / 1_000));
        });
        expect(baseline?.mean_ms).toBeGreaterThanOrEqual(Math.min(...all) - 1e-6);
        expect(baseline?.mean_ms).toBeLessThanOrEqual(Math.max(...all) + 1e-6);
      }),
    );
  });
});
