import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PATIENT_RETRY_POLICY, retryDelayMs, STANDARD_RETRY_POLICY } from './retry-policy.ts';

const MIDDLE = 0.5;

describe('the retry policy', () => {
  it('waits 1, 2 and 4 seconds by default, then gives up', () => {
    const delays = [1, 2, 3, 4].map((attempt) => retryDelayMs(STANDARD_RETRY_POLICY, attempt, MIDDLE));
    expect(delays).toEqual([1_000, 2_000, 4_000, undefined]);
  });

  it('waits 5, 15 and 30 seconds on the patient schedule, then gives up', () => {
    const delays = [1, 2, 3, 4].map((attempt) => retryDelayMs(PATIENT_RETRY_POLICY, attempt, MIDDLE));
    expect(delays).toEqual([5_000, 15_000, 30_000, undefined]);
  });

  it('spreads a delay by a fifth to both sides', () => {
    expect(retryDelayMs(STANDARD_RETRY_POLICY, 1, 0)).toBe(800);
    expect(retryDelayMs(STANDARD_RETRY_POLICY, 1, 0.999_999)).toBe(1_200);
  });

  it('stays within its cap and its jitter for every attempt', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 0.999_999, noNaN: true }),
        (attempt, random) => {
          const policy = { ...STANDARD_RETRY_POLICY, maxRetries: 60 };
          const plain = Math.min(1_000 * 2 ** (attempt - 1), 30_000);
          const delay = retryDelayMs(policy, attempt, random) ?? -1;
          expect(delay).toBeGreaterThanOrEqual(Math.floor(plain * 0.8));
          expect(delay).toBeLessThanOrEqual(Math.min(Math.ceil(plain * 1.2), 30_000));
        },
      ),
    );
  });
});
