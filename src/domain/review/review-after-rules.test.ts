import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../phase-result.ts';
import { FINDING_SEVERITIES } from '../task.ts';
import { verdictOfReview } from '../verdict.ts';
import { reviewAfterRules } from './review-after-rules.ts';

const CLEAN = { decision: 'approved', score: 1, findings: [] } as const;
const finding = fc.record({
  rule: fc.constant('reviewer'),
  severity: fc.constantFrom(...FINDING_SEVERITIES),
  message: fc.string(),
});
const review = fc.record({
  decision: fc.constantFrom('approved' as const, 'rejected' as const),
  score: fc.double({ min: 0, max: 1, noNaN: true }),
  findings: fc.array(finding, { maxLength: 5 }),
});

describe('a review after the rules', () => {
  it('approves what neither has anything against', () => {
    expect(reviewAfterRules(CLEAN, [], 0.7)).toEqual(CLEAN);
  });

  it('rejects what the reviewer finds an error in, and what has more warnings than the project takes', () => {
    const warning: Finding = { rule: 'reviewer', severity: 'WARNING', message: 'no check', file: 'a.ts', line: 3 };
    const error: Finding = { ...warning, severity: 'ERROR' };
    expect(reviewAfterRules(CLEAN, [error], 0.1)).toMatchObject({
      decision: 'rejected',
      score: 0.5,
      findings: [error],
    });
    expect(reviewAfterRules(CLEAN, Array<Finding>(3).fill(warning), 0.7).decision).toBe('approved');
    expect(reviewAfterRules(CLEAN, Array<Finding>(4).fill(warning), 0.7).decision).toBe('rejected');
  });

  it('never approves what the rules reject, and never raises their score', () => {
    fc.assert(
      fc.property(
        review,
        fc.array(finding, { maxLength: 5 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rules, found, min) => {
          const together = reviewAfterRules(rules, found, min);
          expect(together.score).toBeLessThanOrEqual(rules.score);
          if (verdictOfReview(rules, min) === 'rejected') expect(verdictOfReview(together, min)).toBe('rejected');
        },
      ),
    );
  });
});
