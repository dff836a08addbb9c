import { ensureTools, type ToolName } from '../../toolchain/index.ts';
import { wrongOption } from '../failure.ts';
import { recipeScript } from './model/recipe-script.ts';
import { type ScriptedModel, startScriptedModel } from './model/scripted-model.ts';

/** The coding agents that the demo can use: those of a free licence. */
const AGENTS = {
  opencode: { tool: 'opencode', model: 'scripted', path: '/v1' },
  codex: { tool: 'codex-acp', model: 'scripted', path: '/v1' },
  gemini: { tool: 'gemini-cli', model: 'gemini-2.5-pro', path: '' },
} as const satisfies Readonly<Record<string, { tool: ToolName; model: string; path: string }>>;
export type DemoAgent = keyof typeof AGENTS;

/** The variable by which the worker is given the scripted model's key. */
const KEY_VARIABLE = 'CHIMERA_SCRIPTED_MODEL_KEY';

/** A real coding agent, and a scripted model for it to ask. */
export interface ScriptedAgent {
  /** What the configuration says of it. */
  readonly choice: Readonly<Record<string, string>>;
  readonly version: string;
  readonly model: ScriptedModel;
}

/** The agent of that name; an unknown name is refused with the known ones. */
export function demoAgent(name: string): DemoAgent {
  if (Object.hasOwn(AGENTS, name)) return name as DemoAgent;
  throw wrongOption('--agent', `must be one of ${Object.keys(AGENTS).join(', ')}, not "${name}"`);
}

/** Finds or installs a coding agent, and starts a model that knows the example features. */
export async function startScriptedAgent(
  name: DemoAgent,
  script: Parameters<typeof startScriptedModel>[0] = recipeScript({ firstTryIsWrong: true }),
  onProgress: Parameters<typeof ensureTools>[1] = {},
): Promise<ScriptedAgent> {
  const { tool, model: modelName, path } = AGENTS[name];
  const { [tool]: found } = await ensureTools([tool], onProgress);
  const model = await startScriptedModel(script);
  // Any will do for the model; the agent itself is given another one, which is good for one call.
  process.env[KEY_VARIABLE] = 'scripted';
  const choice = {
    preset: name,
    model: modelName,
    base_url: `${model.url}${path}`,
    key: KEY_VARIABLE,
    program: `'${found.path}'`,
  };
  return { choice, version: found.version, model };
}
