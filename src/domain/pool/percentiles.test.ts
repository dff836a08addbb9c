import { describe, expect, it } from 'vitest';
import { percentile } from './percentiles.ts';

const oneToHundred = Array.from({ length: 100 }, (_, index) => (index + 1) * 1_000);

describe('a percentile', () => {
  it('of 1 to 100 s is the second of that number', () => {
    expect([50, 95, 99, 100].map((percent) => percentile(oneToHundred, percent))).toEqual([
      50_000, 95_000, 99_000, 100_000,
    ]);
  });

  it('is one of the values, however few there are', () => {
    expect([0, 50, 95, 99].map((percent) => percentile([7], percent))).toEqual([7, 7, 7, 7]);
    expect([50, 51].map((percent) => percentile([1, 9], percent))).toEqual([1, 9]);
  });

  it('of nothing is unknown', () => {
    expect(percentile([], 50)).toBeUndefined();
  });
});
