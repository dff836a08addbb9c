import type { Workspace } from '../agents/workspace/workspace.ts';
import { verdictOfReview } from '../domain/verdict.ts';
import { agentsInTurn } from './agents-in-turn.ts';
import { callAgent } from './call-agent.ts';
import { handedOn } from './checkpoint.ts';
import { openBareWorkspace, openReadyWorkspace } from './task-workspace.ts';
import { phaseActivity, type PhaseWork } from './phase-edge.ts';
import type { ActivityPorts } from './ports.ts';

/** GUARDIAN_REVIEW: the decision on the latest change. */
export const reviewChangeActivity = (ports: ActivityPorts) =>
  phaseActivity('GUARDIAN_REVIEW', ports, async (work) => {
    const { handed_on, request } = work.input;
    const { test_path, test_commit } = handedOn(handed_on, 'test');
    const { commit_sha } = handedOn(handed_on, 'change');
    const workspace = await workspaceFor(ports, work, commit_sha);
    const { answer, evidence } = await callAgent(ports, work, 'review_change', workspace, {
      test_path,
      test_commit,
      commit_sha,
    });
    const { score, findings } = answer;
    const verdict = verdictOfReview(answer, ports.projectNamed(request.project).guardian.min_score);
    return { phase: 'GUARDIAN_REVIEW', verdict, output: { decision: verdict, score, findings }, ...evidence };
  });

/** The workspace at the reviewed commit; for an agent that looks into it set up, and without what could make it obey the coder. */
async function workspaceFor(ports: ActivityPorts, work: PhaseWork, commit: string): Promise<Workspace> {
  const agents = agentsInTurn(ports, work.input, 'review_change');
  if (agents.every(({ agent }) => agent.ignoresWorkspace === true)) return openBareWorkspace(ports, work, commit);
  const workspace = await openReadyWorkspace(ports, work, commit);
  await workspace.putBackAgentFiles();
  return workspace;
}
