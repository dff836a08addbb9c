import type { ActionAnswer } from '../agents/agent.ts';
import type { Workspace } from '../agents/workspace/workspace.ts';
import { TerminalAgentError, TransientAgentError } from '../domain/failure.ts';
import { idempotencyKey } from '../domain/task.ts';
import { verdictOfGeneratedTest } from '../domain/verdict.ts';
import { callAgent } from './call-agent.ts';
import { commitMessage } from './task-workspace.ts';
import { phaseActivity } from './phase-edge.ts';
import type { ActivityPorts } from './ports.ts';

/** E2E_TEST_GENERATION: a test on the task's branch, and the proof that it fails now. */
export const generateTestActivity = (ports: ActivityPorts) =>
  phaseActivity('E2E_TEST_GENERATION', ports, async (work) => {
    const { task_id, round, request } = work.input;
    work.progress('preparing the workspace');
    const project = ports.projectNamed(request.project);
    const key = idempotencyKey(task_id, 'E2E_TEST_GENERATION', round);
    // Anew, since the agent's answer, which is more than the commit, went with the attempt before.
    const workspace = await ports.workspaces.open({ taskId: task_id, project, key, anew: true, signal: work.signal });
    const { answer, evidence } = await callAgent(ports, work, 'generate_test', workspace, {});
    const { test_path, scenarios } = answer;
    if (scenarios.length === 0) throw new TerminalAgentError('The generated test has no scenario that ran.');
    const verdict = verdictOfGeneratedTest(scenarios);
    if (verdict !== answer.verdict) {
      throw new TerminalAgentError(`The agent says ${answer.verdict}, but its scenarios say ${verdict}.`);
    }
    const { base_commit, branch } = workspace;
    const found = { test_path, base_commit, branch, scenarios };
    const phase = 'E2E_TEST_GENERATION';
    if (verdict === 'already_satisfied') {
      return { phase, verdict, output: { ...found, test_commit: await workspace.head() }, ...evidence };
    }
    await workspace.commitAll({ message: commitMessage('Test', work.input), key, files: [test_path] });
    const test_commit = await workspace.head();
    const test_blob = await blobThatRan(workspace, test_commit, answer);
    await workspace.push();
    return { phase, verdict, output: { ...found, test_commit, test_blob }, ...evidence };
  });

/**
 * The name of the committed test's content.
 * @throws {TerminalAgentError} when the commit does not hold the test, TransientAgentError when it is not the one that ran.
 */
async function blobThatRan(
  workspace: Workspace,
  commit: string,
  { test_path, test_blob }: ActionAnswer['generate_test'],
): Promise<string> {
  const blob = await workspace.blobAt(commit, test_path);
  if (blob === undefined) throw new TerminalAgentError(`The commit ${commit} does not hold the test ${test_path}.`);
  if (test_blob !== undefined && test_blob !== blob) {
    throw new TransientAgentError(`The test ${test_path} changed between its run and its commit.`);
  }
  return blob;
}
