import { type AgentAction, type AgentName, type Phase, PHASE_PROFILES, PHASES } from '../domain/phase.ts';
import type { AgentChoice, PresetAgentChoice } from './agent-choice.ts';
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

/** All agents that the projects' phases go to, in the order of the phases. */
export function declaredAgents(projects: readonly ProjectConfig[]): readonly DeclaredAgent[] {
  const uses = PHASES.flatMap((phase) =>
    projects.map((project) => ({
      name: agentNameOf(project, phase),
      reached_by: reachedBy(chosenAgent(project, phase).choice),
      action: PHASE_PROFILES[phase].action,
      project: project.name,
    })),
  );
  return [...Map.groupBy(uses, ({ name }) => name)].map(([name, used]) => ({
    name,
    reached_by: distinct(used.map((use) => use.reached_by)),
    actions: distinct(used.map(({ action }) => action)),
    projects: distinct(used.map(({ project }) => project)),
  }));
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
