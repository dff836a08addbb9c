import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECK_STATUSES, type CheckStatus } from '../health/check.ts';
import { conditionsOver, type Look } from './conditions.ts';

/** Looks at one check, one a minute. */
const looks = (...statuses: readonly CheckStatus[]): readonly Look[] =>
  statuses.map((status, at) => ({ at, checks: [{ name: 'cpu', status, message: `${status} at ${at}` }] }));

describe('a condition', () => {
  it('begins when a check no longer passes and ends when it passes again', () => {
    expect(conditionsOver(looks('pass', 'warn', 'fail', 'pass', 'pass'))).toEqual([
      { name: 'cpu', began: 1, ended: 3, message: 'fail at 2' },
    ]);
  });

  it('that was there at the first look began at a time that nobody knows, and one at the last look lasts', () => {
    expect(conditionsOver(looks('warn', 'pass', 'fail'))).toEqual([
      { name: 'cpu', began: null, ended: 1, message: 'warn at 0' },
      { name: 'cpu', began: 2, ended: null, message: 'fail at 2' },
    ]);
  });

  it('lasts while nobody knows', () => {
    expect(conditionsOver(looks('pass', 'unknown', 'warn', 'unknown', 'warn', 'unknown'))).toEqual([
      { name: 'cpu', began: 2, ended: null, message: 'warn at 4' },
    ]);
  });

  it('is none of a check that always passes', () => {
    expect(conditionsOver(looks('pass', 'pass'))).toEqual([]);
    expect(conditionsOver([])).toEqual([]);
  });

  it('never overlaps another of the same check, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...CHECK_STATUSES), { maxLength: 30 }), (statuses) => {
        const found = conditionsOver(looks(...statuses));
        expect(found.filter(({ ended }) => ended === null).length).toBeLessThanOrEqual(1);
        let before = -1;
        for (const { began, ended } of found) {
          expect(began ?? 0).toBeGreaterThan(before);
          expect(ended ?? statuses.length).toBeGreaterThan(began ?? -1);
          before = ended ?? statuses.length;
        }
      }),
    );
  });
});
