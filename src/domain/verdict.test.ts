import { describe, expect, it } from 'vitest';
import { verdictOfGeneratedTest, verdictOfReview, verdictOfValidation } from './verdict.ts';

const passed = { name: 'a', status: 'passed', duration_ms: 1 } as const;
const failed = { name: 'b', status: 'failed', duration_ms: 1 } as const;

describe('a review', () => {
  it('approves with an approval, a score at the bound and no error', () => {
    expect(verdictOfReview({ decision: 'approved', score: 0.7, findings: [] }, 0.7)).toBe('approved');
  });

  it.each([
    ['says so', { decision: 'rejected', score: 1, findings: [] }],
    ['scores below the bound', { decision: 'approved', score: 0.69, findings: [] }],
    ['holds an error', { decision: 'approved', score: 1, findings: [{ rule: 'r', severity: 'ERROR', message: 'm' }] }],
  ] as const)('rejects when it %s', (_, review) => {
    expect(verdictOfReview(review, 0.7)).toBe('rejected');
  });
});

describe('a proof', () => {
  it('passes when it says so and every scenario passed', () => {
    expect(verdictOfValidation({ validation_status: 'passed', scenarios: [passed] })).toBe('passed');
  });

  it.each([
    ['no scenario ran', { validation_status: 'passed', scenarios: [] }],
    ['one scenario failed', { validation_status: 'passed', scenarios: [passed, failed] }],
    ['it says so', { validation_status: 'failed', scenarios: [passed] }],
  ] as const)('fails when %s', (_, validation) => {
    expect(verdictOfValidation(validation)).toBe('failed');
  });
});

describe('a generated test', () => {
  it('proves something to build when one scenario fails on the target', () => {
    expect(verdictOfGeneratedTest([passed, failed])).toBe('test_fails');
  });

  it('proves the feature to be there when all pass', () => {
    expect(verdictOfGeneratedTest([passed])).toBe('already_satisfied');
  });
});
