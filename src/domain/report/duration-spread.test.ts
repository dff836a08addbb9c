import { describe, expect, it } from 'vitest';
import { DURATION_BOUNDS_MS, durationSpread } from './duration-spread.ts';

describe('the spread of durations', () => {
  it('has a bucket up to each bound, and one beyond the last', () => {
    const spread = durationSpread(
      new Map([
        [0, 3],
        [6, 1],
      ]),
    );
    expect(spread.map(({ under_ms }) => under_ms)).toEqual([...DURATION_BOUNDS_MS, null]);
    expect(spread.map(({ runs }) => runs)).toEqual([3, 0, 0, 0, 0, 0, 1]);
    expect(spread.map(({ share }) => share)).toEqual([0.75, 0, 0, 0, 0, 0, 0.25]);
  });

  it('is of nothing when nothing ran', () => {
    expect(durationSpread(new Map()).every(({ runs, share }) => runs === 0 && share === 0)).toBe(true);
  });
});
