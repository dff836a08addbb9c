import { describe, expect, it } from 'vitest';
import { runActivity } from '../../tests/support/activities/environment.ts';
import { type Ask, fakePorts, type World } from '../../tests/support/activities/fake-ports.ts';
import { checkpointAfter, phaseInput, TASK_ID } from '../../tests/support/activities/phase-input.ts';
import { FAILED_PROOF } from '../../tests/support/scripted-phases.ts';
import { AccountLimitError } from '../domain/failure.ts';
import { implementFeatureActivity } from './implement-feature.ts';

const afterTheTest = { checkpoint: checkpointAfter('E2E_TEST_GENERATION') };
const sentBack = {
  round: 2,
  checkpoint: checkpointAfter(
    'E2E_TEST_GENERATION',
    'CODE_IMPLEMENTATION',
    'GUARDIAN_REVIEW',
    'STAGING_DEPLOYMENT',
    FAILED_PROOF,
  ),
};

function implement(world: World = {}, changes: Parameters<typeof phaseInput>[1] = afterTheTest) {
  const implement_feature: Ask = (_call, _input, { account }) => {
    account?.spent({ outcome: 'told', tokens: 12 });
    return { summary: 'a pay button' };
  };
  const answers = { implement_feature };
  const fake = fakePorts({ answers, ...world });
  const input = phaseInput('CODE_IMPLEMENTATION', changes);
  return { ...fake, report: runActivity(implementFeatureActivity(fake.ports), input) };
}

describe('CODE_IMPLEMENTATION', () => {
  it('commits and pushes whatever the coder changed since the test', async () => {
    const { report, commits, opened, calls, done } = implement();
    expect((await report).result).toEqual({
      phase: 'CODE_IMPLEMENTATION',
      verdict: 'implemented',
      output: {
        commit_sha: 'c9',
        branch: 'chimera/x',
        files_changed: ['changed from c1 to c9'],
        summary: 'a pay button',
      },
      artifacts: [],
      usage: { tokens_used: 12 },
    });
    const key = `${TASK_ID}:CODE_IMPLEMENTATION:1`;
    expect(opened).toMatchObject([{ taskId: TASK_ID, commit: 'c1', key }]);
    expect(commits).toMatchObject([{ key, message: expect.stringMatching(/^Implement: pay\n/) as string }]);
    expect(calls).toMatchObject([
      { call: { idempotency_key: key, lease_token: 7, workspace: '/workspace', base_commit: 'c0' } },
    ]);
    expect(calls[0]?.input).toEqual({ test_path: 'tests/e2e/pay.spec.ts', test_commit: 'c1' });
    expect(done.slice(-2)).toEqual(['commit', 'push']);
  });

  it('gives the coder the failing assertions and the same test when it is sent back', async () => {
    const { report, calls, commits, opened, done } = implement({}, sentBack);
    await report;
    expect(done.slice(2, 4)).toEqual(['put back the files that agents obey', 'implement_feature']);
    expect(calls[0]?.input).toMatchObject({
      test_commit: 'c1',
      feedback: { from: 'E2E_VALIDATION', failures: [{ error: 'expected 9, got 10' }] },
    });
    expect(opened).toMatchObject([{ commit: 'c2' }]);
    expect(commits).toMatchObject([{ message: expect.stringMatching(/^Rework: pay\n/) as string }]);
  });

  it('tries a coder again once that reports success and changed no file', async () => {
    const { report, done } = implement({ change: undefined });
    await expect(report).rejects.toMatchObject({ type: 'NothingChangedError', nonRetryable: false });
    expect(done).not.toContain('push');
  });

  it('picks up the commit of an attempt that died after it, without asking the coder again', async () => {
    const { report, done } = implement({ committedBefore: { commit_sha: 'c5', files_changed: ['shop.mjs'] } });
    expect((await report).result.output).toMatchObject({
      commit_sha: 'c5',
      files_changed: ['changed from c1 to c5'],
      summary: 'Committed by an earlier attempt, which ended before it could say more.',
    });
    expect(done).not.toContain('implement_feature');
    expect(done).toContain('push');
  });

  it('sets the project up before the coder works', async () => {
    const { report, done } = implement({ project: { set_up: 'npm ci' } });
    await report;
    const work = done.filter((what) => !what.startsWith('record'));
    expect(work.slice(0, 3)).toEqual(['open at c1', 'run npm ci in /workspace', 'implement_feature']);
  });

  it('has a coder that goes on from unfinished work do so, and keeps none once it is done', async () => {
    const { report, calls, done } = implement({ goesOn: true, left: ['half.txt'] });
    await report;
    expect(calls[0]?.call.left).toEqual(['half.txt']);
    expect(done.filter((what) => !what.startsWith('record'))).toEqual([
      ...['open at c1', 'take up unfinished work', 'implement_feature', 'commit', 'push', 'drop unfinished work'],
    ]);
  });

  it('keeps what such a coder leaves that does not finish', async () => {
    const implement_feature: Ask = () => Promise.reject(new AccountLimitError('429', 60_000));
    const { report, done } = implement({ goesOn: true, answers: { implement_feature } });
    await expect(report).rejects.toThrow('429');
    expect(done).toContain('keep unfinished work');
  });

  it('asks every other coder for the whole of it', async () => {
    const { report, calls, done } = implement({ left: ['half.txt'] });
    await report;
    expect(calls[0]?.call.left).toBeUndefined();
    expect(done.filter((what) => what.includes('unfinished'))).toEqual([]);
  });

  it('refuses a checkpoint without a test', async () => {
    await expect(implement({}, {}).report).rejects.toMatchObject({
      message: 'The phase was handed no test.',
      nonRetryable: true,
    });
  });
});
