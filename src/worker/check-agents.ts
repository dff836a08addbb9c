import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AcpStart, ModelListeners } from '../agents/acp/acp-agent.ts';
import { checkAgent } from '../agents/acp/check-agent.ts';
import { createGateway } from '../agents/gateway/gateway.ts';
import { PRESETS } from '../agents/presets/index.ts';
import { missingFor, startAcp } from '../agents/presets/start-preset.ts';
import { isTalkedWith, type TalkedWithChoice } from '../config/agent-choice.ts';
import { candidatesFor, reachedBy } from '../config/declared-agents.ts';
import type { ProjectConfig } from '../config/project.ts';
import { PHASES } from '../domain/phase.ts';

/** What came of the check of one coding agent. */
export interface AgentCheck {
  readonly name: string;
  readonly reached_by: string;
  readonly well: boolean;
  /** What the agent calls itself, and its version; null when it did not say. */
  readonly program: string | null;
  readonly authentication: string;
  /** What was set so that it works without asking. */
  readonly mode: string;
  readonly took_ms: number;
  /** Why it cannot work; null when it can. */
  readonly problem: string | null;
}

const UNHEARD: ModelListeners = {
  heard: () => undefined,
  passed: () => undefined,
  refusal: () => Promise.resolve(undefined),
};

/** The coding agents of the projects that can be talked with, by name. */
function codingAgents(projects: readonly ProjectConfig[]): ReadonlyMap<string, TalkedWithChoice> {
  const found = projects.flatMap((project) =>
    PHASES.flatMap((phase) => {
      return candidatesFor(project, phase).flatMap(({ name, choice }) =>
        isTalkedWith(choice) ? [[name, choice] as const] : [],
      );
    }),
  );
  return new Map(found);
}

/**
 * Starts each coding agent that speaks the Agent Client Protocol, or one by its name, side by side; asks no model anything.
 * Undefined for a name that none of them has.
 */
export async function checkAgents(
  projects: readonly ProjectConfig[],
  env: Readonly<Record<string, string | undefined>>,
  name?: string,
): Promise<readonly AgentCheck[] | undefined> {
  const agents = [...codingAgents(projects)].filter(([own]) => name === undefined || own === name);
  if (name !== undefined && agents.length === 0) return undefined;
  const gateway = createGateway();
  try {
    return await Promise.all(agents.map(([own, choice]) => check(own, choice)));
  } finally {
    await gateway.close();
  }

  async function check(own: string, choice: TalkedWithChoice): Promise<AgentCheck> {
    const began = performance.now();
    const outcome = await attempt(choice).then(
      (program) => ({ well: true, program, problem: null }),
      (error: unknown) => ({
        well: false,
        program: null,
        problem: error instanceof Error ? error.message : String(error),
      }),
    );
    const took_ms = Math.round(performance.now() - began);
    return { name: own, reached_by: reachedBy(choice), ...outcome, ...told(choice), took_ms };
  }

  async function attempt(choice: TalkedWithChoice): Promise<string | null> {
    const missing = 'preset' in choice ? missingFor(choice, env) : undefined;
    if (missing !== undefined) throw new Error(`It ${missing}.`);
    const directory = await mkdtemp(join(tmpdir(), 'chimera-check-'));
    const made = async (name: string): Promise<string> => {
      const path = join(directory, name);
      await mkdir(path);
      return path;
    };
    let start: AcpStart | undefined;
    try {
      start = await startAcp(choice, { gateway, env, home: () => made('home') }, UNHEARD);
      const { agentInfo } = await checkAgent(start, await made('work'));
      return agentInfo === undefined || agentInfo === null ? null : `${agentInfo.name} ${agentInfo.version}`;
    } finally {
      await start?.end();
      await rm(directory, { recursive: true, force: true, maxRetries: 3 });
    }
  }
}

function told(choice: TalkedWithChoice): Pick<AgentCheck, 'authentication' | 'mode'> {
  if ('acp' in choice) return { authentication: 'its own', mode: 'its own; what it asks for is answered' };
  const { settings, key } = PRESETS[choice.preset];
  const authentication =
    choice.login === undefined ? `key from ${choice.key ?? key}, by the gateway` : 'signed in on this host';
  const mode = settings.map((setting) => {
    if ('mode' in setting) return setting.mode;
    return setting.option === 'mode' ? setting.value : `${setting.option} ${setting.value}`;
  });
  return { authentication, mode: mode.length === 0 ? 'by its configuration' : mode.join(', ') };
}
