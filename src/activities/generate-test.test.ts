import { describe, expect, it } from 'vitest';
import { runActivity } from '../../tests/support/activities/environment.ts';
import { fakePorts, type World } from '../../tests/support/activities/fake-ports.ts';
import { phaseInput, TASK_ID } from '../../tests/support/activities/phase-input.ts';
import type { ScenarioResult } from '../domain/phase-result.ts';
import { generateTestActivity } from './generate-test.ts';

const passes: ScenarioResult = { name: 'open the shop', status: 'passed', duration_ms: 5 };
const fails: ScenarioResult = { name: 'pay', status: 'failed', duration_ms: 5, error: 'no such button' };

function generate(verdict: string, scenarios: readonly ScenarioResult[], world: World = {}, more: object = {}) {
  const answer = { verdict, test_path: 'tests/pay.spec.ts', scenarios, ...more };
  const fake = fakePorts({ answers: { generate_test: () => answer }, ...world });
  return { ...fake, report: runActivity(generateTestActivity(fake.ports), phaseInput('E2E_TEST_GENERATION')) };
}

describe('E2E_TEST_GENERATION', () => {
  it('commits and pushes a test that fails now', async () => {
    const { report, done, commits } = generate('test_fails', [passes, fails]);
    expect((await report).result).toEqual({
      phase: 'E2E_TEST_GENERATION',
      verdict: 'test_fails',
      output: {
        test_path: 'tests/pay.spec.ts',
        test_commit: 'c9',
        test_blob: 'b1',
        base_commit: 'c0',
        branch: 'chimera/x',
        scenarios: [passes, fails],
      },
      artifacts: [],
    });
    expect(commits).toEqual([
      {
        message: `Test: pay\n\nTask ${TASK_ID}, E2E_TEST_GENERATION, round 1.`,
        key: `${TASK_ID}:E2E_TEST_GENERATION:1`,
        files: ['tests/pay.spec.ts'],
      },
    ]);
    expect(done.filter((what) => !what.startsWith('record'))).toEqual([
      'open at the start',
      'generate_test',
      'commit',
      'push',
    ]);
  });

  it('commits nothing when the feature is there already', async () => {
    const { report, done } = generate('already_satisfied', [passes]);
    expect((await report).result).toMatchObject({ verdict: 'already_satisfied', output: { test_commit: 'c0' } });
    expect(done).not.toContain('commit');
    expect(done).not.toContain('push');
  });

  it('goes no further when the commit does not hold the test', async () => {
    const { report, done } = generate('test_fails', [fails], { blob: undefined });
    await expect(report).rejects.toMatchObject({
      type: 'TerminalAgentError',
      message: 'The commit c9 does not hold the test tests/pay.spec.ts.',
    });
    expect(done).not.toContain('push');
  });

  it('commits what ran, or nothing', async () => {
    const { report, done } = generate('test_fails', [fails], { blob: 'another' }, { test_blob: 'the one that ran' });
    await expect(report).rejects.toMatchObject({
      type: 'TransientAgentError',
      message: 'The test tests/pay.spec.ts changed between its run and its commit.',
    });
    expect(done).not.toContain('push');
  });

  it('refuses a test of which no scenario ran', async () => {
    const { report, done } = generate('test_fails', []);
    await expect(report).rejects.toMatchObject({
      type: 'TerminalAgentError',
      message: 'The generated test has no scenario that ran.',
      nonRetryable: true,
    });
    expect(done).not.toContain('commit');
  });

  it.each([
    ['test_fails', [passes], 'The agent says test_fails, but its scenarios say already_satisfied.'],
    ['already_satisfied', [fails], 'The agent says already_satisfied, but its scenarios say test_fails.'],
    [undefined, [fails], 'The agent says undefined, but its scenarios say test_fails.'],
  ] as const)('refuses the verdict %s that its scenarios do not bear out', async (verdict, scenarios, message) => {
    await expect(generate(verdict as string, scenarios).report).rejects.toMatchObject({ message, nonRetryable: true });
  });
});
