import type { Agent } from '../agents/agent.ts';
import { askedInTurn, type Candidate, candidatesFor, rulesBefore } from '../config/declared-agents.ts';
import { type AgentAction, PHASE_PROFILES } from '../domain/phase.ts';
import type { PhaseInput } from '../workflows/task/contract.ts';
import type { ActivityPorts } from './ports.ts';

/** An agent that is asked, or takes over. */
export interface AgentInTurn extends Candidate {
  readonly agent: Agent;
}

/** Who is asked for an action of a phase, in this order: the next one where the account of the one before takes no calls. */
export function agentsInTurn(
  { agents, projectNamed }: Pick<ActivityPorts, 'agents' | 'projectNamed'>,
  { phase, round, request }: PhaseInput,
  action: AgentAction,
): readonly AgentInTurn[] {
  const { agent } = PHASE_PROFILES[phase];
  return askedInTurn(projectNamed(request.project), phase, round).map((candidate) => ({
    ...candidate,
    agent: agents.agentFor(request.project, agent, action, candidate.takesOver),
  }));
}

/** The rules that look at a change before its reviewer does; undefined where there are none besides. */
export function rulesInTurn(
  { agents, projectNamed }: Pick<ActivityPorts, 'agents' | 'projectNamed'>,
  { phase, request }: PhaseInput,
): AgentInTurn | undefined {
  const rules = rulesBefore(projectNamed(request.project), phase);
  return rules === undefined ? undefined : { ...rules, agent: agents.builtIn(PHASE_PROFILES[phase].agent) };
}

/** Whether one of a project's coders goes on from work that was not finished, so that it is kept. */
export function isWorkKept(
  { agents, projectNamed }: Pick<ActivityPorts, 'agents' | 'projectNamed'>,
  project: string,
): boolean {
  const { agent, action } = PHASE_PROFILES.CODE_IMPLEMENTATION;
  const asked = candidatesFor(projectNamed(project), 'CODE_IMPLEMENTATION').map(({ takesOver }) =>
    agents.agentFor(project, agent, action, takesOver),
  );
  return asked.some(({ goesOn }) => goesOn === true);
}
