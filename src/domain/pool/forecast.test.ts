import { describe, expect, it } from 'vitest';
import { estimatedStarts, type ForecastInput } from './forecast.ts';

const startsOf = (input: Partial<ForecastInput>): readonly number[] =>
  estimatedStarts({ granted_at: [], size: 2, mean_ms: 100, waiting: 3, now: 1_000, ...input });

/** The same by trying: each task takes the slot that comes free first. */
function bySlots({ granted_at, size, mean_ms, waiting, now }: ForecastInput): readonly number[] {
  const ends = granted_at.map((at) => Math.max(now, at + mean_ms)).sort((left, right) => left - right);
  const slots = [...Array.from({ length: size }, () => now), ...ends].slice(-size);
  return Array.from({ length: waiting }, () => {
    slots.sort((left, right) => left - right);
    const start = slots[0] ?? now;
    slots[0] = start + mean_ms;
    return start;
  });
}

describe('the estimated starts', () => {
  it('are now where a slot is free, and a mean duration later behind each other', () => {
    expect(startsOf({ size: 1 })).toEqual([1_000, 1_100, 1_200]);
    expect(startsOf({ size: 5 })).toEqual([1_000, 1_000, 1_000]);
  });

  it('are when the leases end that are held', () => {
    expect(startsOf({ granted_at: [990, 950] })).toEqual([1_050, 1_090, 1_150]);
  });

  it('are no earlier than now, however long a lease is held already', () => {
    expect(startsOf({ granted_at: [0, 100], waiting: 2 })).toEqual([1_000, 1_000]);
  });

  it('wait in a pool over its size until as many have ended', () => {
    expect(startsOf({ granted_at: [910, 920, 930, 940], waiting: 3 })).toEqual([1_030, 1_040, 1_130]);
  });

  it('are none where nothing waits', () => {
    expect(startsOf({ waiting: 0 })).toEqual([]);
  });

  it('are what trying slot by slot comes to', () => {
    for (const size of [1, 2, 3, 7]) {
      for (const held of [0, 1, 4, 9]) {
        const granted_at = Array.from({ length: held }, (_, index) => 1_000 - ((index * 37) % 160));
        const input = { granted_at, size, mean_ms: 100, waiting: 25, now: 1_000 };
        expect(estimatedStarts(input)).toEqual(bySlots(input));
      }
    }
  });
});
