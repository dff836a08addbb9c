import type { Workspace } from '../agents/workspace/workspace.ts';
import { verdictOfReview } from '../domain/verdict.ts';
import { agentsInTurn, rulesInTurn } from './agents-in-turn.ts';
import { type Answered, callAgent } from './call-agent.ts';
import { handedOn } from './checkpoint.ts';
import { openBareWorkspace, openReadyWorkspace } from './task-workspace.ts';
import { phaseActivity, type PhaseWork } from './phase-edge.ts';
import type { ActivityPorts } from './ports.ts';

type Reviewed = Answered<'review_change'>;

/** GUARDIAN_REVIEW: the decision on the latest change. */
export const reviewChangeActivity = (ports: ActivityPorts) =>
  phaseActivity('GUARDIAN_REVIEW', ports, async (work) => {
    const { handed_on, request, task_id, phase, round } = work.input;
    const { test_path, test_commit } = handedOn(handed_on, 'test');
    const { commit_sha } = handedOn(handed_on, 'change');
    const asked = { test_path, test_commit, commit_sha };
    const { min_score } = ports.projectNamed(request.project).guardian;
    const rules = rulesInTurn(ports, work.input);
    const reviewed = await (rules === undefined ? review() : reviewAfter(rules));
    const { answer, evidence } = reviewed;
    const verdict = verdictOfReview(answer, min_score);
    const { score, findings } = answer;
    return { phase: 'GUARDIAN_REVIEW', verdict, output: { decision: verdict, score, findings }, ...evidence };

    async function review(): Promise<Reviewed> {
      return callAgent(ports, work, 'review_change', await workspaceFor(ports, work, commit_sha), asked);
    }

    /** What the rules reject, no agent is asked about: it could not overrule them, and would cost. */
    async function reviewAfter(first: NonNullable<typeof rules>): Promise<Reviewed> {
      const artifacts = await ports.artifacts.begin(task_id, phase, round);
      const bare = await openBareWorkspace(ports, work, commit_sha);
      const byRules = await callAgent(ports, work, 'review_change', bare, asked, { asked: [first], artifacts });
      if (verdictOfReview(byRules.answer, min_score) === 'rejected') return byRules;
      const workspace = await workspaceFor(ports, work, commit_sha);
      const { artifacts: _left, ...found } = byRules.answer;
      const input = { ...asked, rules: found };
      const byAgent = await callAgent(ports, work, 'review_change', workspace, input, { artifacts });
      return { ...byAgent, evidence: together(byRules.evidence, byAgent.evidence) };
    }
  });

/** The evidence of both, each file once and as the later one left it. */
function together(first: Reviewed['evidence'], then: Reviewed['evidence']): Reviewed['evidence'] {
  const byPath = new Map([...first.artifacts, ...then.artifacts].map((artifact) => [artifact.path, artifact]));
  return { ...then, artifacts: [...byPath.values()] };
}

/** The workspace at the reviewed commit; for an agent that looks into it set up, and without what could make it obey the coder. */
async function workspaceFor(ports: ActivityPorts, work: PhaseWork, commit: string): Promise<Workspace> {
  const agents = agentsInTurn(ports, work.input, 'review_change');
  if (agents.every(({ agent }) => agent.ignoresWorkspace === true)) return openBareWorkspace(ports, work, commit);
  const workspace = await openReadyWorkspace(ports, work, commit);
  await workspace.putBackAgentFiles();
  return workspace;
}
