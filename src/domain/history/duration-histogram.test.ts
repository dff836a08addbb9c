import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addHistograms, histogramOf, percentileOf, RELATIVE_ERROR } from './duration-histogram.ts';

const durations = fc.array(fc.integer({ min: 1, max: 86_400_000 }), { minLength: 1, maxLength: 200 });
const shares = fc.constantFrom(0, 0.5, 0.95, 0.99, 1);

/** The exact one, by the nearest rank. */
function exact(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? Number.NaN;
}

describe('a histogram of durations', () => {
  it('gives every percentile within its relative error', () => {
    fc.assert(
      fc.property(durations, shares, (values, share) => {
        const found = percentileOf(histogramOf(values), share) ?? Number.NaN;
        const right = exact(values, share);
        expect(Math.abs(found - right) / right).toBeLessThanOrEqual(RELATIVE_ERROR * 1.000_001);
      }),
    );
  });

  it('is the same of all hours together as the sum of those of each', () => {
    fc.assert(
      fc.property(fc.array(durations, { maxLength: 5 }), (hours) => {
        expect(addHistograms(hours.map(histogramOf))).toEqual(histogramOf(hours.flat()));
      }),
    );
  });

  it('has no percentile of nothing, and takes no time for a millisecond', () => {
    expect(percentileOf({}, 0.5)).toBeNull();
    expect(histogramOf([0, 0.4, 1])).toEqual({ 0: 3 });
  });
});
