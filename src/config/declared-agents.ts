import { type AgentAction, type AgentName, type Phase, PHASE_PROFILES, PHASES } from '../domain/phase.ts';
import { type AgentChoice, isTalkedWith, type PresetAgentChoice } from './agent-choice.ts';
import type { ProjectConfig } from './project.ts';

/** An agent as the configuration makes it out: what its circuit breaker stands before. */
export interface DeclaredAgent {
  /**
   * `claude` for what is declared for all projects, `coder-agent@<project>` for what a project chose itself, `guardian-agent`
   * for what Chimera brings along.
   */
  readonly name: string;
  /** How it is reached, without secrets; several where a project chose several for the same agent's phases. */
  readonly reached_by: readonly string[];
  readonly actions: readonly AgentAction[];
  /** The projects whose phases it does. */
  readonly projects: readonly string[];
  /** What its calls go by; null for what Chimera brings along. */
  readonly account: { readonly most_at_once: number | null } | null;
}

/** Who does a phase, and under which key of the project's `agents` that stands, or would stand. */
export interface ChosenAgent {
  readonly key: Phase | AgentName;
  readonly choice: AgentChoice;
}

/** Who does a phase of a project: the one named for the phase, else for the agent, else the built-in one. */
export function chosenAgent({ agents }: Pick<ProjectConfig, 'agents'>, phase: Phase): ChosenAgent {
  const forPhase = agents[phase];
  if (forPhase !== undefined) return { key: phase, choice: forPhase };
  const key = PHASE_PROFILES[phase].agent;
  return { key, choice: agents[key] ?? 'built-in' };
}

/** The name of the agent that does a phase of a project; its calls share one circuit breaker. */
export function agentNameOf(project: Pick<ProjectConfig, 'name' | 'agents'>, phase: Phase): string {
  const { agent } = PHASE_PROFILES[phase];
  const { choice } = chosenAgent(project, phase);
  if (choice === 'built-in') return agent;
  return choice.name ?? `${agent}@${project.name}`;
}

/** An agent that may be asked, by the name of its circuit breaker and its account. */
export interface Candidate {
  readonly name: string;
  readonly choice: AgentChoice;
  /** Whether it takes over from the one that was chosen. */
  readonly takesOver: boolean;
}

/** Who may do a phase of a project: whoever was chosen, and who takes over from that one. */
export function candidatesFor(
  project: Pick<ProjectConfig, 'name' | 'agents'>,
  phase: Phase,
): readonly [Candidate, ...Candidate[]] {
  const name = agentNameOf(project, phase);
  const { choice } = chosenAgent(project, phase);
  const chosen = { name, choice, takesOver: false };
  if (choice === 'built-in' || choice.then === undefined) return [chosen];
  const { choice: other } = choice.then;
  return [chosen, { name: other.name ?? `${name}.then`, choice: other, takesOver: true }];
}

/**
 * Who is asked for a round of a phase, in this order: the next one where the account of the one before takes no calls. From
 * the second round on it is rework.
 */
export function askedInTurn(
  project: Pick<ProjectConfig, 'name' | 'agents'>,
  phase: Phase,
  round: number,
): readonly [Candidate, ...Candidate[]] {
  const [chosen, other] = candidatesFor(project, phase);
  if (other === undefined || chosen.choice === 'built-in') return [chosen];
  const on = chosen.choice.then?.on ?? [];
  if (round > 1 && on.includes('rework')) return on.includes('limit') ? [other, chosen] : [other];
  return on.includes('limit') ? [chosen, other] : [chosen];
}

/**
 * Who looks at a change before its reviewer does: the built-in rules, where that is a coding agent, which can be talked
 * into anything by what it reads. Undefined where they review it themselves, or a program of one's own does in their place.
 */
export function rulesBefore(
  project: Pick<ProjectConfig, 'name' | 'agents'>,
  phase: Phase,
): (Candidate & { readonly choice: 'built-in' }) | undefined {
  if (phase !== 'GUARDIAN_REVIEW') return undefined;
  const isOne = candidatesFor(project, phase).some(({ choice }) => isTalkedWith(choice));
  return isOne ? { name: PHASE_PROFILES[phase].agent, choice: 'built-in', takesOver: false } : undefined;
}

/** All agents that the projects' phases go to, in the order of the phases. */
export function declaredAgents(projects: readonly ProjectConfig[]): readonly DeclaredAgent[] {
  const uses = PHASES.flatMap((phase) =>
    projects.flatMap((project) =>
      [rulesBefore(project, phase) ?? [], candidatesFor(project, phase)].flat().map(({ name, choice }) => ({
        ...{ name, choice, project: project.name },
        action: PHASE_PROFILES[phase].action,
      })),
    ),
  );
  return [...Map.groupBy(uses, ({ name }) => name)].map(([name, used]) => ({
    name,
    reached_by: distinct(used.map(({ choice }) => reachedBy(choice))),
    actions: distinct(used.map(({ action }) => action)),
    projects: distinct(used.map(({ project }) => project)),
    account: accountOf(used.map(({ choice }) => choice)),
  }));
}

function accountOf(choices: readonly AgentChoice[]): DeclaredAgent['account'] {
  const own = choices.filter((choice) => choice !== 'built-in');
  const bounds = own.flatMap(({ most_at_once }) => most_at_once ?? []);
  return own.length === 0 ? null : { most_at_once: bounds.length === 0 ? null : Math.min(...bounds) };
}

/** How an agent is reached, in words, without secrets. */
export function reachedBy(choice: ChosenAgent['choice']): string {
  if (choice === 'built-in') return 'built-in';
  if ('command' in choice) return `command: ${choice.command}`;
  if ('acp' in choice) return `acp: ${choice.acp}`;
  if ('preset' in choice) return presetText(choice);
  return `http: ${placeOf(choice.url)}`;
}

function presetText({ preset, model, login }: PresetAgentChoice): string {
  return [
    preset,
    ...(model === undefined ? [] : [model]),
    ...(login === undefined ? [] : ['signed in on the host']),
  ].join(', ');
}

/** A URL without its query, in which a key may stand. */
function placeOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
