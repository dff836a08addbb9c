import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compare, figures } from '../../../bench/autoscaler/compare.ts';
import { generateDay, toCsv } from '../../../bench/autoscaler/generate-day.ts';
import { DAY, readDay } from '../../../bench/autoscaler/read-day.ts';

describe('the autoscaler on the recorded day', () => {
  const day = readDay();
  const comparison = compare(day);

  it('is driven by what the generator writes', () => {
    expect(readFileSync(DAY, 'utf8')).toBe(toCsv(generateDay()));
    expect(day.length).toBeGreaterThan(400);
  });

  it('saves at least 40 % of the idle slot-hours of a fixed pool of ten', () => {
    expect(comparison.saved).toBeGreaterThanOrEqual(0.4);
  });

  it('keeps the 95th percentile of waits within 10 % of the fixed pool, in which tasks do wait', () => {
    expect(figures(comparison.fixed).p95_wait_ms).toBeGreaterThan(60_000);
    expect(comparison.p95_longer).toBeLessThanOrEqual(0.1);
  });

  it('serves every task in both, and scales as S8 says', () => {
    for (const { unserved, started } of [comparison.autoscaled, comparison.fixed]) {
      expect([unserved, started.length]).toEqual([0, day.length]);
    }
    const { scalings } = comparison.autoscaled;
    expect(scalings.every(({ to_size }) => to_size >= 3 && to_size <= 10)).toBe(true);
    const gaps = scalings.slice(1).map(({ at }, index) => at - (scalings[index]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(60_000);
    expect(comparison.fixed.scalings).toEqual([]);
  });

  it('holds on other days of the same pattern', () => {
    for (const seed of [1, 2, 3, 4]) {
      const { saved, p95_longer } = compare(generateDay({ seed }));
      expect([saved >= 0.4, p95_longer <= 0.1], `seed ${seed}: saved ${saved}, p95 ${p95_longer}`).toEqual([
        true,
        true,
      ]);
    }
  });
});
