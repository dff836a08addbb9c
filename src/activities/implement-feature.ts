import type { Workspace } from '../agents/workspace/workspace.ts';
import { NothingChangedError } from '../domain/failure.ts';
import { idempotencyKey } from '../domain/task.ts';
import { isWorkKept } from './agents-in-turn.ts';
import { callAgent } from './call-agent.ts';
import { handedOn } from './checkpoint.ts';
import { dropKept } from './going-on.ts';
import { phaseActivity } from './phase-edge.ts';
import type { ActivityPorts } from './ports.ts';
import { commitMessage, openReadyWorkspace } from './task-workspace.ts';

/** CODE_IMPLEMENTATION: whatever the coder changed, committed on the task's branch. */
export const implementFeatureActivity = (ports: ActivityPorts) =>
  phaseActivity('CODE_IMPLEMENTATION', ports, async (work) => {
    const { task_id, round, handed_on, feedback } = work.input;
    const { test_path, test_commit } = handedOn(handed_on, 'test');
    const key = idempotencyKey(task_id, 'CODE_IMPLEMENTATION', round);
    const workspace = await openReadyWorkspace(ports, work, handed_on.change?.commit_sha ?? test_commit, key);
    const unfinished = workspace.unfinished('CODE_IMPLEMENTATION', round);
    const { commit, summary, evidence } = (await pickedUp(workspace, key)) ?? (await implemented(workspace));

    async function implemented(to: Workspace) {
      // What the coder of an earlier round brought, no agent obeys; and what is left out here, the commit drops.
      if (round > 1) await to.putBackAgentFiles();
      const { answer, evidence } = await callAgent(
        ports,
        work,
        'implement_feature',
        to,
        {
          test_path,
          test_commit,
          ...(feedback === undefined ? {} : { feedback }),
        },
        { unfinished },
      );
      work.progress('committing the change');
      const commit = await to.commitAll({
        message: commitMessage(round === 1 ? 'Implement' : 'Rework', work.input),
        key,
      });
      if (commit === undefined) {
        const words = answer.summary === '' ? '' : ` It says: ${answer.summary}`;
        throw new NothingChangedError(`The coder reported success, but changed no file.${words}`);
      }
      return { commit, summary: answer.summary, evidence };
    }
    await workspace.push();
    // It is all in the commit now.
    if (isWorkKept(ports, work.input.request.project)) {
      await dropKept(task_id, () => unfinished.drop());
    }
    return {
      phase: 'CODE_IMPLEMENTATION',
      verdict: 'implemented',
      output: {
        commit_sha: commit.commit_sha,
        branch: workspace.branch,
        files_changed: (await workspace.changes(test_commit, commit.commit_sha)).map(({ path }) => path),
        summary,
      },
      ...evidence,
    };
  });

/** What an attempt that died after its commit had done. */
async function pickedUp(workspace: Workspace, key: string) {
  const commit = await workspace.committed(key);
  if (commit === undefined) return undefined;
  return {
    commit,
    summary: 'Committed by an earlier attempt, which ended before it could say more.',
    evidence: { artifacts: [] },
  };
}
