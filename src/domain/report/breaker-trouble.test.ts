import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BREAKER_STATES, type BreakerStateName } from '../circuit-breaker.ts';
import { type ReportedBreakerChange, breakerTroubles, closedShare } from './breaker-trouble.ts';

const PERIOD = { from: 1_000, to: 2_000 };

const change = (
  at: number,
  from: BreakerStateName,
  to: BreakerStateName,
  reason = 'five failures',
): ReportedBreakerChange => ({
  at,
  from,
  to,
  reason,
});

describe('a breaker', () => {
  it('that never changed and is closed was never in trouble', () => {
    expect(breakerTroubles([], 'CLOSED')).toEqual([]);
    expect(closedShare([], PERIOD)).toBe(1);
  });

  it('is in trouble from when it opens until it closes, also while it is tried and opens again', () => {
    const changes = [
      change(1_100, 'CLOSED', 'OPEN'),
      change(1_200, 'OPEN', 'HALF_OPEN', 'a minute is over'),
      change(1_300, 'HALF_OPEN', 'OPEN', 'the probe failed'),
      change(1_400, 'OPEN', 'HALF_OPEN'),
      change(1_600, 'HALF_OPEN', 'CLOSED', 'three probes'),
    ];
    const troubles = breakerTroubles(changes, 'CLOSED');
    expect(troubles).toEqual([{ began: 1_100, ended: 1_600, reason: 'five failures' }]);
    expect(closedShare(troubles, PERIOD)).toBe(0.5);
  });

  it('that was open before the period, or still is, was in trouble from its begin or to its end', () => {
    const before = breakerTroubles([change(1_250, 'OPEN', 'CLOSED')], 'CLOSED');
    expect(before).toEqual([{ began: null, ended: 1_250, reason: null }]);
    expect(closedShare(before, PERIOD)).toBe(0.75);
    const still = breakerTroubles([change(1_900, 'CLOSED', 'OPEN')], 'OPEN');
    expect(still).toEqual([{ began: 1_900, ended: null, reason: 'five failures' }]);
    expect(closedShare(still, PERIOD)).toBeCloseTo(0.9);
    expect(closedShare(breakerTroubles([], 'HALF_OPEN'), PERIOD)).toBe(0);
  });

  it('was never closed for less than none of the time, nor for more than all of it', () => {
    const state = fc.constantFrom(...BREAKER_STATES);
    const changes = fc.array(
      fc.record({ at: fc.integer({ min: 900, max: 2_100 }), from: state, to: state, reason: fc.string() }),
    );
    fc.assert(
      fc.property(changes, state, fc.boolean(), (list, now, isEmpty) => {
        const troubles = breakerTroubles(
          list.toSorted((left, right) => left.at - right.at),
          now,
        );
        const share = closedShare(troubles, isEmpty ? { from: 1_000, to: 1_000 } : PERIOD);
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
        expect(troubles.filter(({ ended }) => ended === null).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
