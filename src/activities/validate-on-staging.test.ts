import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CancelledFailure } from '@temporalio/activity';
import { activityEnvironment, runActivity } from '../../tests/support/activities/environment.ts';
import { type Ask, fakePorts, type World } from '../../tests/support/activities/fake-ports.ts';
import { checkpointAfter, phaseInput } from '../../tests/support/activities/phase-input.ts';
import type { PhaseResult } from '../domain/phase-result.ts';
import { validateOnStagingActivity } from './validate-on-staging.ts';

const scenario = { name: 'pay', status: 'passed', duration_ms: 5 } as const;
const proven = { validation_status: 'passed', scenarios: [scenario] };
const disproven = { validation_status: 'failed', scenarios: [{ ...scenario, status: 'failed', error: 'no button' }] };

let site: Server;
let deployment_url: string;
let requests: number;
let answering: boolean;

beforeEach(async () => {
  requests = 0;
  answering = true;
  site = createServer((_, response) => {
    requests += 1;
    if (answering) response.writeHead(500).end('even an error is an answer');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  deployment_url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
});
afterEach(endSite);

async function endSite(): Promise<void> {
  site.closeAllConnections();
  await new Promise((resolve) => site.close(resolve));
}

function validate(execute_test: Ask, env = activityEnvironment(), world: World = {}) {
  const fake = fakePorts({ answers: { execute_test }, ...world });
  const deployed: PhaseResult = {
    phase: 'STAGING_DEPLOYMENT',
    verdict: 'deployed',
    output: { deployment_url, commit_sha: 'c2' },
    artifacts: [],
  };
  const checkpoint = checkpointAfter('E2E_TEST_GENERATION', 'CODE_IMPLEMENTATION', 'GUARDIAN_REVIEW', deployed);
  return {
    ...fake,
    report: runActivity(validateOnStagingActivity(fake.ports), phaseInput('E2E_VALIDATION', { checkpoint }), env),
  };
}

describe('E2E_VALIDATION', () => {
  it('runs the committed test, in a checkout of its commit, against the deployment', async () => {
    const { report, calls, done } = validate(() => proven);
    expect((await report).result).toMatchObject({ verdict: 'passed', output: { ...proven, test_blob: 'b1' } });
    const test = { test_path: 'tests/e2e/pay.spec.ts', test_commit: 'c1', test_blob: 'b1' };
    expect(calls).toMatchObject([{ call: { workspace: '/proof' }, input: { ...test, deployment_url } }]);
    expect(done.filter((what) => !what.startsWith('record'))).toEqual([
      'open at c2',
      'check out c1 with tests/e2e/pay.spec.ts as b1',
      'execute_test',
      'remove the proof',
    ]);
  });

  it('fails a proof whose test changed while it ran, whatever the agent says', async () => {
    const { result } = await validate(() => proven, undefined, { tampered: true }).report;
    expect(result).toMatchObject({
      verdict: 'failed',
      output: { scenarios: [{ name: 'tests/e2e/pay.spec.ts', error: 'The test changed while it ran.' }] },
    });
  });

  it.each([undefined, 'another'])('runs no test but the one that failed (in its commit: %s)', async (blob) => {
    const { report, done } = validate(() => proven, undefined, { blob });
    await expect(report).rejects.toMatchObject({ type: 'TerminalAgentError' });
    expect(done).not.toContain('execute_test');
  });

  it('sets the checkout up for a tester that needs it', async () => {
    const { report, done } = validate(() => proven, undefined, { project: { set_up: 'npm ci' } });
    await report;
    expect(done).toContain('run npm ci in /proof');
  });

  it('fails a proof on a deployment that still answers', async () => {
    expect((await validate(() => disproven).report).result).toMatchObject({ verdict: 'failed', output: disproven });
    expect(requests).toBe(2);
  });

  it('counts a run without scenarios as failed, whatever the agent says', async () => {
    const { result } = await validate(() => ({ validation_status: 'passed', scenarios: [] })).report;
    expect(result).toMatchObject({ verdict: 'failed', output: { validation_status: 'failed' } });
  });

  it('asks for a new deployment when it is gone before the test', async () => {
    await endSite();
    const { report, done } = validate(() => proven);
    await expect(report).rejects.toMatchObject({ type: 'DeploymentLostError', nonRetryable: true });
    expect(done).not.toContain('execute_test');
  });

  it('asks for a new deployment when it died under the test', async () => {
    const { report } = validate(async () => {
      await endSite();
      return disproven;
    });
    await expect(report).rejects.toMatchObject({
      type: 'DeploymentLostError',
      message: `The staging deployment at ${deployment_url} does not answer any more.`,
    });
  });

  it('is cancelled while it waits for an answer', async () => {
    answering = false;
    const env = activityEnvironment();
    const { report } = validate(() => proven, env);
    await Promise.all([
      expect(report).rejects.toBeInstanceOf(CancelledFailure),
      expect
        .poll(() => requests)
        .toBe(1)
        .then(() => {
          env.cancel();
        }),
    ]);
  });
});
