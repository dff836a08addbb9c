import { TerminalAgentError } from '../domain/failure.ts';
import { idempotencyKey } from '../domain/task.ts';
import { callAgent } from './call-agent.ts';
import { handedOn, tipOf } from './checkpoint.ts';
import { commitMessage } from './commit-message.ts';
import { openWorkspace } from './open-workspace.ts';
import { phaseActivity } from './phase-edge.ts';
import type { ActivityPorts } from './ports.ts';

/** CODE_IMPLEMENTATION: whatever the coder changed, committed on the task's branch. */
export const implementFeature = (ports: ActivityPorts) =>
  phaseActivity('CODE_IMPLEMENTATION', ports, async (work) => {
    const { task_id, round, checkpoint } = work.input;
    const { test_path, test_commit } = handedOn(checkpoint, 'E2E_TEST_GENERATION');
    const workspace = await openWorkspace(ports, work, tipOf(checkpoint));
    const { answer, evidence } = await callAgent(ports, work, 'implement_feature', workspace, {
      test_path,
      test_commit,
      ...(checkpoint.feedback === undefined ? {} : { feedback: checkpoint.feedback }),
    });
    work.progress('committing the change');
    const commit = await workspace.commitAll({
      message: commitMessage(round === 1 ? 'Implement' : 'Rework', work.input),
      key: idempotencyKey(task_id, 'CODE_IMPLEMENTATION', round),
    });
    if (commit === undefined) throw new TerminalAgentError('The coder reported success, but changed no file.');
    await workspace.push();
    return {
      phase: 'CODE_IMPLEMENTATION',
      verdict: 'implemented',
      output: {
        commit_sha: commit.commit_sha,
        branch: workspace.branch,
        files_changed: await workspace.changedFiles(test_commit, commit.commit_sha),
        summary: answer.summary,
      },
      ...evidence,
    };
  });
