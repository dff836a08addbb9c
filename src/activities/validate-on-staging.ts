import type { ProofCheckout } from '../agents/workspace/workspace.ts';
import { DeploymentLostError, TerminalAgentError } from '../domain/failure.ts';
import type { ScenarioResult } from '../domain/phase-result.ts';
import { verdictOfValidation } from '../domain/verdict.ts';
import { agentsInTurn } from './agents-in-turn.ts';
import { callAgent } from './call-agent.ts';
import { handedOn } from './checkpoint.ts';
import { phaseActivity, type PhaseWork } from './phase-edge.ts';
import type { ActivityPorts } from './ports.ts';

/** How long the deployment may take to answer at all, in ms. */
const REACH_LIMIT_MS = 5_000;

/**
 * E2E_VALIDATION: the generated test against the deployment, never against the target. What runs is the test as it was
 * committed when it failed, in a checkout of that commit: nothing of the coder's is in it.
 */
export const validateOnStagingActivity = (ports: ActivityPorts) =>
  phaseActivity('E2E_VALIDATION', ports, async (work) => {
    const { handed_on, task_id, request } = work.input;
    const test = handedOn(handed_on, 'test');
    const { deployment_url, commit_sha } = handedOn(handed_on, 'deployment');
    work.progress('looking for the deployment');
    await mustBeReachable(deployment_url, work.signal);
    work.progress('taking the test out of git');
    const project = ports.projectNamed(request.project);
    const open = { taskId: task_id, project, commit: commit_sha, signal: work.signal };
    const workspace = await ports.workspaces.open(open);
    const { test_path, test_commit, test_blob } = test;
    if ((await workspace.blobAt(test_commit, test_path)) !== test_blob) {
      throw new TerminalAgentError(`The commit ${test_commit} does not hold the test ${test_path} that failed.`);
    }
    const proof = await workspace.checkoutForProof(test_commit, { path: test_path, blob: test_blob });
    try {
      await setUpFor(ports, work, proof);
      const place = { ...workspace, directory: proof.directory };
      const input = { test_path, test_commit, test_blob, deployment_url };
      const { answer, evidence } = await callAgent(ports, work, 'execute_test', place, input);
      const scenarios = (await proof.isIntact()) ? answer.scenarios : [tampered(test_path)];
      const verdict = verdictOfValidation({ ...answer, scenarios });
      // A deployment that died under the test proves nothing about the change.
      if (verdict === 'failed') await mustBeReachable(deployment_url, work.signal);
      const output = { validation_status: verdict, scenarios, test_blob };
      return { phase: 'E2E_VALIDATION', verdict, output, ...evidence };
    } finally {
      await proof.remove();
    }
  });

/** The project's set-up, for a tester that needs it: the one of the commit that the test was added to. */
async function setUpFor(ports: ActivityPorts, work: PhaseWork, proof: ProofCheckout): Promise<void> {
  const project = ports.projectNamed(work.input.request.project);
  const agents = agentsInTurn(ports, work.input, 'execute_test');
  if (agents.every(({ agent }) => agent.bringsRunner === true) || project.set_up === undefined) return;
  work.progress(`setting up: ${project.set_up}`);
  await proof.setUp(project.set_up, (command, directory) =>
    ports.runSetUp({ command, directory, project }, work.signal),
  );
  if (!(await proof.isIntact())) throw new TerminalAgentError('The set-up changed the test.');
}

const tampered = (name: string): ScenarioResult => ({
  name,
  status: 'failed',
  duration_ms: 0,
  error: 'The test changed while it ran.',
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
