import { describe, expect, it } from 'vitest';
import { runActivity } from '../../tests/support/activities/environment.ts';
import { fakePorts, type World } from '../../tests/support/activities/fake-ports.ts';
import { checkpointAfter, phaseInput } from '../../tests/support/activities/phase-input.ts';
import type { Agent } from '../agents/agent.ts';
import { agentInPlace } from '../config/agent-choice.ts';
import type { Finding } from '../domain/phase-result.ts';
import { reviewChangeActivity } from './review-change.ts';

const error: Finding = { rule: 'secret', severity: 'ERROR', message: 'a key' };
const warning: Finding = { rule: 'size', severity: 'WARNING', message: 'large' };

function review(answer: object, world: World = {}) {
  const fake = fakePorts({ answers: { review_change: () => answer }, ...world });
  const checkpoint = checkpointAfter('E2E_TEST_GENERATION', 'CODE_IMPLEMENTATION');
  const report = runActivity(reviewChangeActivity(fake.ports), phaseInput('GUARDIAN_REVIEW', { checkpoint }));
  return { ...fake, report };
}

describe('GUARDIAN_REVIEW', () => {
  it('approves what the agent approves, on the commit under review', async () => {
    const { report, calls, opened } = review({ decision: 'approved', score: 0.9, findings: [warning] });
    expect((await report).result).toMatchObject({
      verdict: 'approved',
      output: { decision: 'approved', score: 0.9, findings: [warning] },
    });
    expect(opened).toMatchObject([{ commit: 'c2' }]);
    expect(calls[0]?.input).toEqual({ test_path: 'tests/e2e/pay.spec.ts', test_commit: 'c1', commit_sha: 'c2' });
  });

  it.each([
    ['the agent rejects it', { decision: 'rejected', score: 1, findings: [] }],
    ['an ERROR was found', { decision: 'approved', score: 1, findings: [error] }],
    ['the score is below the project’s', { decision: 'approved', score: 0.69, findings: [] }],
  ])('rejects a change when %s', async (_, answer) => {
    const { result } = await review(answer).report;
    expect(result).toMatchObject({ verdict: 'rejected', output: { decision: 'rejected' } });
  });

  it('shows a reviewer the workspace set up, without what the coder could have it obey', async () => {
    const { report, done } = review(
      { decision: 'approved', score: 1, findings: [] },
      { project: { set_up: 'npm ci' } },
    );
    await report;
    expect(done.slice(2)).toEqual(['run npm ci in /workspace', 'put back the files that agents obey', 'review_change']);
  });

  it('sets nothing up for a reviewer that does not look into the workspace', async () => {
    const world = { project: { set_up: 'npm ci' }, ignoresWorkspace: true };
    const { report, done } = review({ decision: 'approved', score: 1, findings: [] }, world);
    await report;
    expect(done.slice(1)).toEqual(['open at c2', 'review_change']);
  });

  describe('by a coding agent', () => {
    const CLEAN = { decision: 'approved', score: 1, findings: [] };
    const project = { agents: { GUARDIAN_REVIEW: agentInPlace.parse({ acp: 'my-agent' }) } };
    const rulesSaying = (answer: object): Agent => ({
      description: 'rules',
      actions: ['review_change'],
      ignoresWorkspace: true,
      run: () => Promise.resolve(answer as never),
    });

    it('comes after the rules, and is told what they found', async () => {
      const rules = { decision: 'approved', score: 0.9, findings: [warning] };
      const rejects = { decision: 'rejected', score: 0.4, findings: [warning, error] };
      const { report, calls } = review(rejects, { project, builtIn: rulesSaying(rules) });
      expect((await report).result).toMatchObject({ verdict: 'rejected', output: { score: 0.4 } });
      expect(calls.map(({ input }) => input)).toEqual([
        { test_path: 'tests/e2e/pay.spec.ts', test_commit: 'c1', commit_sha: 'c2', rules },
      ]);
    });

    it('is not asked about what the rules reject', async () => {
      const rules = { decision: 'rejected', score: 0.5, findings: [error] };
      const { report, calls } = review(CLEAN, { project, builtIn: rulesSaying(rules) });
      expect((await report).result).toMatchObject({ verdict: 'rejected', output: { findings: [error] } });
      expect(calls).toEqual([]);
    });
  });
});
