import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding, FindingSeverity } from '../phase-result.ts';
import { decisionOf, scoreOf } from './review-score.ts';

const finding = (severity: FindingSeverity): Finding => ({ rule: 'a-rule', severity, message: 'text' });
const findings = (...severities: FindingSeverity[]): Finding[] => severities.map(finding);
const anyFindings = fc.array(fc.constantFrom<FindingSeverity>('ERROR', 'WARNING', 'INFO').map(finding));

describe('the score of a review', () => {
  it.each<[FindingSeverity[], number]>([
    [[], 1],
    [['INFO', 'INFO'], 1],
    [['WARNING'], 0.9],
    [['WARNING', 'WARNING', 'WARNING'], 0.7],
    [['ERROR'], 0.5],
    [['ERROR', 'WARNING'], 0.4],
    [['ERROR', 'ERROR', 'ERROR'], 0],
  ])('%j gives %d', (severities, score) => {
    expect(scoreOf(findings(...severities))).toBe(score);
  });
  it('lies between 0 and 1 and never rises with one more finding', () => {
    fc.assert(
      fc.property(anyFindings, anyFindings, (some, more) => {
        const score = scoreOf(some);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(scoreOf([...some, ...more])).toBeLessThanOrEqual(score);
      }),
    );
  });
});

describe('the decision of a review', () => {
  it('rejects any ERROR, however low the score may be', () => {
    expect(decisionOf(findings('ERROR'), 0)).toBe('rejected');
  });
  it('approves a score that just reaches the least one', () => {
    expect(decisionOf(findings('WARNING', 'WARNING', 'WARNING'), 0.7)).toBe('approved');
  });
  it('rejects a score below the least one', () => {
    expect(decisionOf(findings('WARNING', 'WARNING', 'WARNING', 'WARNING'), 0.7)).toBe('rejected');
  });
});
