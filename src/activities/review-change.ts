import type { ActionInput } from '../agents/agent.ts';
import type { Workspace } from '../agents/workspace/workspace.ts';
import { verdictOfReview } from '../domain/verdict.ts';
import { type AgentInTurn, agentsInTurn, rulesInTurn } from './agents-in-turn.ts';
import { type Answered, callAgent } from './call-agent.ts';
import { handedOn } from './checkpoint.ts';
import { makeReady, openBareWorkspace } from './task-workspace.ts';
import { phaseActivity, type PhaseWork } from './phase-edge.ts';
import type { ActivityPorts } from './ports.ts';

/** What is reviewed, and where. */
interface Subject {
  readonly workspace: Workspace;
  readonly input: ActionInput['review_change'];
}

/** GUARDIAN_REVIEW: the decision on the latest change. */
export const reviewChangeActivity = (ports: ActivityPorts) =>
  phaseActivity('GUARDIAN_REVIEW', ports, async (work) => {
    const { handed_on, request } = work.input;
    const { test_path, test_commit } = handedOn(handed_on, 'test');
    const { commit_sha } = handedOn(handed_on, 'change');
    const workspace = await openBareWorkspace(ports, work, commit_sha);
    const subject = { workspace, input: { test_path, test_commit, commit_sha } };
    const rules = rulesInTurn(ports, work.input);
    const { answer, evidence } = await (rules === undefined
      ? askChosen(ports, work, subject)
      : askAfterRules(ports, work, subject, rules));
    const { score, findings } = answer;
    const verdict = verdictOfReview(answer, ports.projectNamed(request.project).guardian.min_score);
    return { phase: 'GUARDIAN_REVIEW', verdict, output: { decision: verdict, score, findings }, ...evidence };
  });

/** Asks whoever the project chose; one that looks into the workspace finds it set up, and without what could make it obey the coder. */
async function askChosen(
  ports: ActivityPorts,
  work: PhaseWork,
  { workspace, input }: Subject,
  artifacts?: string,
): Promise<Answered<'review_change'>> {
  const agents = agentsInTurn(ports, work.input, 'review_change');
  if (!agents.every(({ agent }) => agent.ignoresWorkspace === true)) {
    await makeReady(ports, work, workspace);
    await workspace.putBackAgentFiles();
  }
  return callAgent(ports, work, 'review_change', workspace, input, artifacts === undefined ? {} : { artifacts });
}

/** The same after the rules: what they reject, nobody is asked about, who could not overrule them, and would cost. */
async function askAfterRules(
  ports: ActivityPorts,
  work: PhaseWork,
  { workspace, input }: Subject,
  rules: AgentInTurn,
): Promise<Answered<'review_change'>> {
  const { task_id, phase, round, request } = work.input;
  const artifacts = await ports.artifacts.begin(task_id, phase, round);
  const byRules = await callAgent(ports, work, 'review_change', workspace, input, { asked: [rules], artifacts });
  const { min_score } = ports.projectNamed(request.project).guardian;
  if (verdictOfReview(byRules.answer, min_score) === 'rejected') return byRules;
  const { artifacts: _kept, ...found } = byRules.answer;
  return askChosen(ports, work, { workspace, input: { ...input, rules: found } }, artifacts);
}
