import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { earlierAttempts, type NextAttempt } from './earlier-attempts.ts';

const NEXT: NextAttempt = {
  attempt: 2,
  accounted: 0,
  first_scheduled: 1_000,
  scheduled: 20_000,
  silence_ms: 10_000,
};

describe('before an attempt', () => {
  it('there is nothing when it is the first', () => {
    expect(earlierAttempts({ ...NEXT, attempt: 1, scheduled: 1_000 }, undefined)).toEqual({ lost: [] });
  });

  it('an attempt that failed has told so itself, and what is left is the wait after it', () => {
    const sign = { attempt: 1, began: 1_200, at: 18_000 };
    expect(earlierAttempts({ ...NEXT, accounted: 1 }, sign)).toEqual({
      lost: [],
      wait: { from: 18_000, until: 20_000 },
    });
  });

  it('an attempt that fell silent was lost when its silence was too long', () => {
    const sign = { attempt: 1, began: 1_200, at: 9_000 };
    expect(earlierAttempts(NEXT, sign)).toEqual({
      lost: [{ attempt: 1, began: 1_200, ended: 19_000, silent_ms: 10_000 }],
      wait: { from: 19_000, until: 20_000 },
    });
  });

  it('an attempt that never gave a sign had the time since the first was scheduled', () => {
    expect(earlierAttempts(NEXT, undefined)).toEqual({ lost: [{ attempt: 1, began: 1_000, ended: 20_000 }] });
  });

  it('attempts without a sign share the time since the last one that gave one', () => {
    const sign = { attempt: 2, began: 1_200, at: 4_000 };
    expect(earlierAttempts({ ...NEXT, attempt: 5, accounted: 1 }, sign)).toEqual({
      lost: [
        { attempt: 2, began: 1_200, ended: 14_000, silent_ms: 10_000 },
        { attempt: 3, began: 14_000, ended: 17_000 },
        { attempt: 4, began: 17_000, ended: 20_000 },
      ],
    });
  });

  it('a sign of a clock that runs ahead ends nothing after the attempt that tells of it', () => {
    const sign = { attempt: 1, began: 60_000, at: 70_000 };
    expect(earlierAttempts(NEXT, sign)).toEqual({ lost: [{ attempt: 1, began: 20_000, ended: 20_000, silent_ms: 0 }] });
  });

  it('nobody is told of twice, and nothing lies after it', () => {
    const time = fc.integer({ min: 0, max: 100_000 });
    const facts = fc.record({
      attempt: fc.integer({ min: 1, max: 30 }),
      accounted: fc.nat(30),
      scheduled: time,
      at: time,
      whose: fc.nat(31),
    });
    fc.assert(
      fc.property(facts, ({ attempt, accounted, scheduled, at, whose }) => {
        const next = { ...NEXT, attempt, accounted, scheduled, first_scheduled: 0 };
        const { lost, wait } = earlierAttempts(next, whose === 0 ? undefined : { attempt: whose, began: at, at });
        expect(new Set(lost.map(({ attempt: number }) => number)).size).toBe(lost.length);
        for (const { attempt: number, began, ended } of lost) {
          expect(number).toBeGreaterThan(accounted);
          expect(number).toBeLessThan(attempt);
          expect(began).toBeLessThanOrEqual(ended);
          expect(ended).toBeLessThanOrEqual(scheduled + 1e-6);
        }
        if (wait !== undefined) expect(wait.until).toBeGreaterThan(wait.from);
      }),
    );
  });
});
