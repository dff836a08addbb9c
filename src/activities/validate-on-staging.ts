import { DeploymentLostError } from '../domain/failure.ts';
import { verdictOfValidation } from '../domain/verdict.ts';
import { callAgent } from './call-agent.ts';
import { handedOn } from './checkpoint.ts';
import { openWorkspace } from './open-workspace.ts';
import { phaseActivity } from './phase-edge.ts';
import type { ActivityPorts } from './ports.ts';

/** How long the deployment may take to answer at all, in ms. */
const REACH_LIMIT_MS = 5_000;

/** E2E_VALIDATION: the generated test against the deployment, never against the target. */
export const validateOnStaging = (ports: ActivityPorts) =>
  phaseActivity('E2E_VALIDATION', ports, async (work) => {
    const { checkpoint } = work.input;
    const { test_path } = handedOn(checkpoint, 'E2E_TEST_GENERATION');
    const { deployment_url, commit_sha } = handedOn(checkpoint, 'STAGING_DEPLOYMENT');
    work.progress('looking for the deployment');
    await mustBeReachable(deployment_url, work.signal);
    const workspace = await openWorkspace(ports, work, commit_sha);
    const { answer, evidence } = await callAgent(ports, work, 'execute_test', workspace, { test_path, deployment_url });
    const { scenarios } = answer;
    const verdict = verdictOfValidation(answer);
    // A deployment that died under the test proves nothing about the change.
    if (verdict === 'failed') await mustBeReachable(deployment_url, work.signal);
    return { phase: 'E2E_VALIDATION', verdict, output: { validation_status: verdict, scenarios }, ...evidence };
  });

async function mustBeReachable(url: string, signal: AbortSignal): Promise<void> {
  try {
    const limit = AbortSignal.timeout(REACH_LIMIT_MS);
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.any([signal, limit]) });
    await response.body?.cancel();
  } catch {
    signal.throwIfAborted();
    throw new DeploymentLostError(`The staging deployment at ${url} does not answer any more.`);
  }
}
