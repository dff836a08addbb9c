import { TerminalAgentError } from '../domain/failure.ts';
import { idempotencyKey } from '../domain/task.ts';
import { verdictOfGeneratedTest } from '../domain/verdict.ts';
import { callAgent } from './call-agent.ts';
import { commitMessage } from './commit-message.ts';
import { phaseActivity } from './phase-edge.ts';
import type { ActivityPorts } from './ports.ts';

/** E2E_TEST_GENERATION: a test on the task's branch, and the proof that it fails now. */
export const generateTest = (ports: ActivityPorts) =>
  phaseActivity('E2E_TEST_GENERATION', ports, async (work) => {
    const { task_id, round, state } = work.input;
    work.progress('preparing the workspace');
    const project = ports.projectNamed(state.request.project);
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
    if (verdict === 'test_fails') {
      await workspace.commitAll({ message: commitMessage('Test', work.input), key });
      await workspace.push();
    }
    const { base_commit, branch } = workspace;
    const test_commit = await workspace.head();
    return {
      phase: 'E2E_TEST_GENERATION',
      verdict,
      output: { test_path, test_commit, base_commit, branch, scenarios },
      ...evidence,
    };
  });
