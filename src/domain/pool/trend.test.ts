import { describe, expect, it } from 'vitest';
import { trend } from './trend.ts';

describe('a trend', () => {
  it('compares the newer half with the older one', () => {
    expect(trend([1, 1, 1, 2, 2, 2])).toBe('increasing');
    expect(trend([2, 2, 2, 1, 1, 1])).toBe('decreasing');
  });

  it('is stable while the halves lie within 10 % of the older one', () => {
    expect(trend([10, 10, 10, 11, 11, 11])).toBe('stable');
    expect(trend([10, 10, 10, 11.1, 11.1, 11.1])).toBe('increasing');
    expect(trend([10, 10, 10, 9, 9, 9])).toBe('stable');
    expect(trend([10, 10, 10, 8.9, 8.9, 8.9])).toBe('decreasing');
  });

  it('is stable over fewer than six samples', () => {
    expect(trend([])).toBe('stable');
    expect(trend([1, 2, 4, 8, 16])).toBe('stable');
  });

  it('grows out of nothing, and stays where nothing is', () => {
    expect(trend([0, 0, 0, 0, 0, 1])).toBe('increasing');
    expect(trend([0, 0, 0, 0, 0, 0])).toBe('stable');
  });

  it('leaves the middle one of an odd number out', () => {
    expect(trend([5, 5, 5, 1_000, 5, 5, 5])).toBe('stable');
  });
});
