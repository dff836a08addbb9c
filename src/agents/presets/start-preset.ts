import { join } from 'node:path';
import type { AcpAgentChoice, PresetAgentChoice } from '../../config/agent-choice.ts';
import type { AcpStart, ModelListeners } from '../acp/acp-agent.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Argv } from '../sandbox/sandbox.ts';
import { TerminalAgentError } from '../../domain/failure.ts';
import { placeBelow } from '../path-below.ts';
import { removeTree } from '../workspace/remove-tree.ts';
import { replaceFile } from '../workspace/replace-file.ts';
import { PRESETS } from './index.ts';

/** What a coding agent is started with, besides its choice. */
export interface PresetSurroundings {
  readonly gateway: Gateway;
  /** The worker's environment, which has the accounts' keys. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A home directory for the agent, by its absolute path. */
  readonly home: () => Promise<string>;
}

/** Below an agent's home. */
const CACHE = '.cache';

/** What is missing before a coding agent can be started, in words; undefined where nothing is. */
export function missingFor(
  { preset, model, key, login }: PresetAgentChoice,
  env: PresetSurroundings['env'],
): string | undefined {
  const known = PRESETS[preset];
  if (login !== undefined) return undefined;
  if (known.needsModel && model === undefined) return `needs a model, such as { preset: ${preset}, model: … }`;
  const name = key ?? known.key;
  return (env[name] ?? '') === ''
    ? `needs the variable ${name} in the worker's environment, with the account's key; "key" names another, and "login: host" uses what ${preset} is signed in with here`
    : undefined;
}

/** Prepares a call of any agent that speaks the Agent Client Protocol. */
export async function startAcp(
  choice: PresetAgentChoice | AcpAgentChoice,
  surroundings: PresetSurroundings,
  listeners: ModelListeners,
): Promise<AcpStart> {
  if ('preset' in choice) return startPreset(choice, surroundings, listeners);
  return { command: choice.acp, env: choice.env, settings: [], findsSessions: true, writable: [], end };
}

/** Prepares a call of a coding agent: a home of its own, and a way to its model that has the key where the agent has none. */
async function startPreset(
  choice: PresetAgentChoice,
  { gateway, env, home: homeOf }: PresetSurroundings,
  listeners: ModelListeners,
): Promise<AcpStart> {
  const preset = PRESETS[choice.preset];
  if (choice.login !== undefined) {
    const plan = preset.plan(choice);
    return {
      ...command(plan.argv, choice.program),
      env: { ...plan.env, ...choice.env },
      settings: preset.settings,
      findsSessions: preset.findsSessions,
      writable: [],
      end,
    };
  }
  const key = env[choice.key ?? preset.key] ?? '';
  const route = await gateway.open({ upstream: new URL(choice.base_url ?? preset.provider), key, ...listeners });
  const home = await homeOf();
  const plan = preset.plan({ ...choice, home, route });
  for (const [path, content] of Object.entries(plan.files ?? {})) await putInto(home, path, content);
  return {
    ...command(plan.argv, choice.program),
    env: { HOME: home, ...xdgBelow(home), ...plan.env, ...choice.env },
    settings: preset.settings,
    findsSessions: preset.findsSessions,
    writable: [home],
    end: async () => {
      route.close();
      // What stays is for the task's next call, which makes its cache anew: one agent unpacks 240 MB into it.
      await removeTree(join(home, CACHE)).catch(() => undefined);
    },
  };
}

/** Puts a file into a home that an agent may have laid links in: what leads out of it gives way. */
async function putInto(home: string, path: string, content: string): Promise<void> {
  const place = await placeBelow(home, path).catch(async (error: unknown) => {
    if (!(error instanceof TerminalAgentError)) throw error;
    const [first = path] = path.split('/');
    await removeTree(join(home, first));
    return placeBelow(home, path);
  });
  await replaceFile(place, content);
}

/** The program and its arguments; a program that is a command line of its own is run by the shell, with the arguments behind it. */
function command(argv: Argv, program: string | undefined): Pick<AcpStart, 'command'> {
  const [, ...args] = argv;
  return { command: program === undefined ? argv : ['/bin/sh', '-c', `exec ${program} "$@"`, 'sh', ...args] };
}

function xdgBelow(home: string): Record<string, string> {
  return {
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local/share'),
    XDG_STATE_HOME: join(home, '.local/state'),
    XDG_CACHE_HOME: join(home, CACHE),
  };
}

function end(): Promise<void> {
  return Promise.resolve();
}
