import type { Agent } from '../agents/agent.ts';
import { askedInTurn, type Candidate, candidatesFor } from '../config/declared-agents.ts';
import { type AgentAction, type Phase, PHASE_PROFILES } from '../domain/phase.ts';
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

/** Whether one of those who may do a phase of a project goes on from work that was not finished, so that it is kept. */
export function isWorkKept(
  { agents, projectNamed }: Pick<ActivityPorts, 'agents' | 'projectNamed'>,
  project: string,
  phase: Phase,
): boolean {
  const { agent, action } = PHASE_PROFILES[phase];
  const asked = candidatesFor(projectNamed(project), phase).map(({ takesOver }) =>
    agents.agentFor(project, agent, action, takesOver),
  );
  return asked.some(({ goesOn }) => goesOn === true);
}
