import { ConfigError, type ConfigProblem } from '../config/config-error.ts';
import { type Candidate, candidatesFor, chosenAgent, reachedBy } from '../config/declared-agents.ts';
import type { ProjectConfig } from '../config/project.ts';
import { TerminalAgentError } from '../domain/failure.ts';
import { AGENT_NAMES, PHASE_PROFILES, PHASES, type AgentAction, type AgentName, type Phase } from '../domain/phase.ts';
import { createAcpAgent } from './acp/acp-agent.ts';
import type { Agent, AgentRegistry } from './agent.ts';
import { createCommandAgent } from './command/command-agent.ts';
import { createHttpAgent } from './http/http-agent.ts';
import type { Gateway } from './gateway/gateway.ts';
import { missingFor, startAcp } from './presets/start-preset.ts';
import type { Sandbox } from './sandbox/sandbox.ts';

/** The declared projects, and the agents that Chimera brings along. */
export interface RegistryOptions {
  readonly projects: readonly ProjectConfig[];
  readonly builtIns: Readonly<Partial<Record<AgentName, Agent>>>;
  /** Confines the programs. */
  readonly sandbox: Sandbox;
  /** The way to their models for coding agents that Chimera knows; the keys are in the environment. */
  readonly gateway: Gateway;
  readonly env: Readonly<Record<string, string | undefined>>;
}

type Choice = Candidate['choice'];

/** How long an agent may say nothing while it starts, in ms. */
const START_MS = 120_000;

/** How long an agent that was silent may take to stop when it is asked to, in ms. */
const GRACE_MS = 10_000;

/**
 * Gives every phase of every project its agent: the one named for the phase, else the one named for the agent, else the
 * built-in one.
 * @throws {ConfigError} with all problems at once: unknown names, actions an agent does not have, no coder, no staging.
 */
export function createAgentRegistry({ projects, builtIns, ...surroundings }: RegistryOptions): AgentRegistry {
  const agents = new Map<string, Agent>();
  const problems: ConfigProblem[] = [];
  for (const project of projects) {
    problems.push(...unknownNames(project));
    const programs = new Map<Choice, Agent>();
    for (const phase of PHASES) {
      const { agent: name, action } = PHASE_PROFILES[phase];
      const { key: chosenAs } = chosenAgent(project, phase);
      for (const { choice, takesOver } of candidatesFor(project, phase)) {
        const agent =
          choice === 'built-in' ? builtIns[name] : programFor(choice, { programs, project, ...surroundings });
        const key = takesOver ? `${chosenAs}.then` : chosenAs;
        const problem = problemOf(project, { phase, key, agent, choice }, surroundings.env);
        if (problem !== undefined) problems.push(problem);
        else if (agent !== undefined) agents.set(place(project.name, name, action, takesOver), agent);
      }
    }
  }
  if (problems.length > 0) throw new ConfigError('The choice of agents', problems);

  return {
    agentFor: (project, name, action, takesOver = false) => {
      const agent = agents.get(place(project, name, action, takesOver));
      if (agent === undefined) {
        throw new TerminalAgentError(`The project “${project}” has no ${name} that can ${action}: is it declared?`);
      }
      return agent;
    },
    builtIn: (name) => {
      const agent = builtIns[name];
      if (agent === undefined) throw new TerminalAgentError(`There is no built-in ${name}.`);
      return agent;
    },
    all: () => [...new Set(agents.values())],
  };
}

function place(project: string, name: AgentName, action: AgentAction, takesOver: boolean): string {
  return `${project}/${name}/${action}${takesOver ? '/then' : ''}`;
}

type Surroundings = Pick<RegistryOptions, 'sandbox' | 'gateway' | 'env'>;

/** One agent a program or URL, for all the phases of the project that it was chosen for. */
function programFor(
  choice: Exclude<Choice, 'built-in'>,
  { programs, project, ...surroundings }: Surroundings & { programs: Map<Choice, Agent>; project: ProjectConfig },
): Agent {
  const known = programs.get(choice);
  if (known !== undefined) return known;
  const chosenFor = PHASES.filter((phase) => candidatesFor(project, phase).some((one) => one.choice === choice));
  const actions = chosenFor.map((phase) => PHASE_PROFILES[phase].action);
  const agent = agentOf(choice, actions, surroundings);
  programs.set(choice, agent);
  return agent;
}

function agentOf(
  choice: Exclude<Choice, 'built-in'>,
  actions: readonly AgentAction[],
  { sandbox, gateway, env }: Surroundings,
): Agent {
  if ('url' in choice) return createHttpAgent({ ...choice, actions });
  if ('command' in choice) return createCommandAgent({ ...choice, actions, sandbox });
  return createAcpAgent({
    description: reachedBy(choice),
    sandbox,
    silence: {
      startMs: START_MS,
      silenceMs: choice.silence_s * 1_000,
      toolSilenceMs: choice.tool_silence_s * 1_000,
      graceMs: GRACE_MS,
    },
    prompts: choice.prompts,
    begin: (listeners, home) => startAcp(choice, { gateway, env, home }, listeners),
  });
}

function unknownNames({ name, agents }: ProjectConfig): ConfigProblem[] {
  const known: readonly string[] = [...AGENT_NAMES, ...PHASES];
  return Object.keys(agents)
    .filter((key) => !known.includes(key))
    .map((key) => ({ path: `${name}.agents.${key}`, message: `is no agent and no phase: ${known.join(', ')}` }));
}

interface Resolved {
  /** Where it stands below the project's `agents`. */
  readonly key: string;
  readonly choice: Choice;
  readonly phase: Phase;
  readonly agent: Agent | undefined;
}

function problemOf(
  project: ProjectConfig,
  { phase, key, agent, choice }: Resolved,
  env: RegistryOptions['env'],
): ConfigProblem | undefined {
  const { agent: name, action } = PHASE_PROFILES[phase];
  const path = `${project.name}.agents.${key}`;
  if (agent === undefined) {
    return {
      path,
      message: `there is no built-in ${name}: give a program or a URL, such as { command: "node agent.mjs" }`,
    };
  }
  if (!agent.actions.includes(action)) {
    return { path, message: `this ${name} can ${agent.actions.join(', ') || 'nothing'}, not ${action} (${phase})` };
  }
  const missing = typeof choice === 'object' && 'preset' in choice ? missingFor(choice, env) : undefined;
  if (missing !== undefined) return { path, message: missing };
  if (phase === 'STAGING_DEPLOYMENT' && choice === 'built-in' && project.staging === undefined) {
    return { path: `${project.name}.staging`, message: 'is missing: the built-in deployment needs staging.command' };
  }
  return undefined;
}
