import { describe, expect, it } from 'vitest';
import type { AgentAction } from '../../domain/phase.ts';
import { readResult } from './result.ts';

const passed = { name: 'Buy', status: 'passed', duration_ms: 12 };
const failed = { name: 'Sell', status: 'failed', duration_ms: 3, error: 'no button' };

const proof = { validation_status: 'passed', scenarios: [passed] };
const test = { test_path: 'tests/a.spec.ts', verdict: 'test_fails', scenarios: [passed, failed] };
const review = { decision: 'approved', score: 1, findings: [] };

describe('a result line', () => {
  it('is the answer, without what the protocol does not know', () => {
    const line = { type: 'result', mood: 'good', ...proof, usage: { cost_usd: 0.1, model: 'x' } };
    expect(readResult('execute_test', line)).toEqual({ answer: proof });
  });

  it.each<[string, AgentAction, object, RegExp]>([
    ['a missing status', 'execute_test', { scenarios: [passed] }, /^validation_status: /],
    ['an unknown status', 'execute_test', { ...proof, validation_status: 'ok' }, /^validation_status: /],
    ['a run of zero tests', 'execute_test', { ...proof, scenarios: [] }, /zero tests/],
    ['a success with a failed scenario', 'execute_test', { ...proof, scenarios: [passed, failed] }, /must be failed/],
    ['a failure with no failed scenario', 'execute_test', { ...proof, validation_status: 'failed' }, /passed when all/],
    [
      'a failing test where all passed',
      'generate_test',
      { ...test, scenarios: [passed] },
      /already_satisfied when all/,
    ],
    [
      'a test outside the project',
      'generate_test',
      { ...test, test_path: '../a.spec.ts' },
      /^test_path: must lie below/,
    ],
    ['a test at an absolute path', 'generate_test', { ...test, test_path: '/a.spec.ts' }, /^test_path: must lie below/],
    ['a score beyond 1', 'review_change', { ...review, score: 70 }, /^score: /],
    [
      'a finding without a severity',
      'review_change',
      { ...review, findings: [{ rule: 'a', message: 'b' }] },
      /severity/,
    ],
    [
      'a deployment that is no web address',
      'deploy_to_staging',
      { deployment_url: 'javascript:1' },
      /^deployment_url: /,
    ],
    ['input without output', 'implement_feature', { summary: 'x', usage: { input: 1 } }, /^usage.output: .*together/],
    ['costs below zero', 'implement_feature', { summary: 'x', usage: { cost_usd: -1 } }, /^usage.cost_usd: /],
  ])('is refused with the field named: %s', (_what, action, line, problem) => {
    expect(readResult(action, { type: 'result', ...line })).toEqual({
      problem: expect.stringMatching(problem) as string,
    });
  });
});
