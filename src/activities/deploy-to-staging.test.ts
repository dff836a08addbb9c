import { describe, expect, it } from 'vitest';
import { runActivity } from '../../tests/support/activities/environment.ts';
import { fakePorts, type World } from '../../tests/support/activities/fake-ports.ts';
import { checkpointAfter, phaseInput } from '../../tests/support/activities/phase-input.ts';
import { deployToStagingActivity } from './deploy-to-staging.ts';

const deployment_url = 'http://127.0.0.1:4000';

function deploy(world: World = {}) {
  const fake = fakePorts({ answers: { deploy_to_staging: () => ({ deployment_url }) }, ...world });
  const checkpoint = checkpointAfter('E2E_TEST_GENERATION', 'CODE_IMPLEMENTATION', 'GUARDIAN_REVIEW');
  const input = phaseInput('STAGING_DEPLOYMENT', { checkpoint });
  return { ...fake, report: runActivity(deployToStagingActivity(fake.ports), input) };
}

describe('STAGING_DEPLOYMENT', () => {
  it('deploys the approved commit', async () => {
    const { report, calls, opened } = deploy();
    expect((await report).result).toEqual({
      phase: 'STAGING_DEPLOYMENT',
      verdict: 'deployed',
      output: { deployment_url, commit_sha: 'c2' },
      artifacts: [],
    });
    expect(calls[0]?.input).toEqual({ commit_sha: 'c2' });
    expect(opened).toMatchObject([{ commit: 'c2' }]);
  });

  it('is bound to this host when the agent keeps the deployment running here', async () => {
    const { report } = deploy({ release: () => Promise.resolve() });
    expect((await report).result.output).toMatchObject({ host_task_queue: 'chimera-host-here' });
  });
});
