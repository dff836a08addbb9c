import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endsSince, heldFor, pointsOf, successPct } from './evidence.ts';
import { figuresOf } from './sample-index.ts';
import { evidence, INTERVAL, MINUTE, NOW, over, sample, SETTINGS } from './samples.testsuite.ts';

const held = (points: readonly { at: number; value: number }[], now = NOW) =>
  heldFor(points, (value) => value > 1, { now, settings: SETTINGS });

describe('how long something holds', () => {
  it('is the span of the samples that say so, back to the first that does not', () => {
    expect(held(over(5 * MINUTE, (at) => ({ at, value: 2 })))).toBe(5 * MINUTE);
    expect(held(over(5 * MINUTE, (at) => ({ at, value: at === NOW - MINUTE ? 1 : 2 })))).toBe(MINUTE - INTERVAL);
    expect(held([{ at: NOW, value: 2 }])).toBe(0);
  });

  it('is nothing when it does not hold now, when nobody knows, and when the last word is old', () => {
    expect(held(over(5 * MINUTE, (at) => ({ at, value: at === NOW ? 1 : 2 })))).toBeUndefined();
    expect(held([])).toBeUndefined();
    expect(
      held(
        over(5 * MINUTE, (at) => ({ at, value: 2 })),
        NOW + SETTINGS.patience_ms + 1,
      ),
    ).toBeUndefined();
    expect(
      held(
        over(5 * MINUTE, (at) => ({ at, value: 2 })),
        NOW + SETTINGS.patience_ms,
      ),
    ).toBe(5 * MINUTE);
  });

  it('does not reach over a gap that is longer than the patience', () => {
    const without = (from: number, to: number) =>
      over(10 * MINUTE, (at) => ({ at, value: 2 })).filter(({ at }) => at <= NOW - to || at >= NOW - from);
    expect(held(without(2 * MINUTE, 2 * MINUTE + SETTINGS.patience_ms))).toBe(10 * MINUTE);
    expect(held(without(2 * MINUTE, 2 * MINUTE + SETTINGS.patience_ms + INTERVAL))).toBe(2 * MINUTE);
  });

  it('is never more than what samples cover, and one more sample that says so never makes it less', () => {
    const steps = fc.array(fc.record({ wait: fc.nat(120_000), value: fc.nat(3) }), { minLength: 1 });
    fc.assert(
      fc.property(steps, (all) => {
        let at = NOW;
        const points = all.map(({ wait, value }) => ({ at: (at += wait), value }));
        const span = held(points, at) ?? 0;
        expect(span).toBeLessThanOrEqual(at - (points[0]?.at ?? at));
        expect(held([...points, { at: at + INTERVAL, value: 2 }], at + INTERVAL) ?? -1).toBeGreaterThanOrEqual(span);
      }),
    );
  });
});

describe('the evidence', () => {
  it('is brought into order, and has nothing from a time to come', () => {
    const { samples, latest } = evidence([sample(NOW), sample(NOW - MINUTE), sample(NOW + SETTINGS.patience_ms + 1)]);
    expect(samples.map(({ at }) => at)).toEqual([NOW - MINUTE, NOW]);
    expect(latest?.at).toBe(NOW);
  });

  it('knows of pools and agents when the last sample is old, but nothing about them', () => {
    const { latest, pools, agents } = evidence([sample(NOW - SETTINGS.patience_ms - 1)]);
    expect([latest, pools, agents]).toEqual([undefined, [{ pool: 'default' }], [{ agent: 'coder-agent' }]]);
    expect(evidence([])).toMatchObject({ latest: undefined, pools: [], agents: [] });
  });

  it('leaves out samples that do not know a figure', () => {
    const samples = [sample(NOW - MINUTE), sample(NOW, {}, { resources: {}, pools: [{ pool: 'default' }] })];
    expect(pointsOf({ samples }, ({ resources }) => resources.memory_pct)).toEqual([{ at: NOW - MINUTE, value: 20 }]);
    expect(samples.map((one) => figuresOf(one, 'default')?.size)).toEqual([5, undefined]);
    expect(figuresOf(sample(), 'other')).toBeUndefined();
  });
});

describe('what ended since a moment', () => {
  const counts = [10, 12, 1, 3].map((failed, index) =>
    sample(NOW + index * INTERVAL, { ended: { completed: 2 * failed, failed } }),
  );
  const ended = (since: number, samples = counts) =>
    endsSince({ samples }, since, (one) => figuresOf(one, 'default')?.ended);

  it('is by how much the counters grew, also when they began anew in between', () => {
    expect(ended(0)).toEqual({ completed: 10, failed: 5 });
  });

  it('is nothing before that moment, and nothing by one sample', () => {
    expect(ended(NOW + 2 * INTERVAL)).toEqual({ completed: 4, failed: 2 });
    expect(ended(NOW + 3 * INTERVAL)).toEqual({ completed: 0, failed: 0 });
  });

  it('is told by the next sample where one does not know', () => {
    const silent = sample(NOW + INTERVAL, {}, { pools: [{ pool: 'default' }] });
    expect(ended(0, [...counts.slice(0, 1), silent, ...counts.slice(2)])).toEqual({ completed: 6, failed: 3 });
  });
});

describe('the share of successes', () => {
  it('is not told of too few', () => {
    expect(successPct({ completed: 4, failed: 0 }, 5)).toBeUndefined();
    expect(successPct({ completed: 4, failed: 1 }, 5)).toBe(80);
    expect(successPct({ completed: 0, failed: 0 }, 0)).toBeUndefined();
  });
});
