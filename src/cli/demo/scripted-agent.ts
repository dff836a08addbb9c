import { PRESET_NAMES, PRESET_PACKAGES, type PresetName } from '../../domain/preset.ts';
import { ensureTools, type ToolName } from '../../toolchain/index.ts';
import { wrongOption } from '../failure.ts';
import { recipeScript } from './model/recipe-script.ts';
import { type ScriptedModel, startScriptedModel } from './model/scripted-model.ts';

/** The program of a coding agent, for one of a free licence, and how its model is called and found. */
interface ScriptedSetup {
  /** Without one, the program is to be on the PATH. */
  readonly tool?: ToolName;
  readonly model: string;
  readonly path: string;
}

const AGENTS: Readonly<Record<PresetName, ScriptedSetup>> = {
  opencode: { tool: 'opencode', model: 'scripted', path: '/v1' },
  codex: { tool: 'codex-acp', model: 'scripted', path: '/v1' },
  gemini: { tool: 'gemini-cli', model: 'gemini-2.5-pro', path: '' },
  'claude-code': { model: 'sonnet', path: '' },
  copilot: { model: 'scripted', path: '/v1' },
  qwen: { model: 'scripted', path: '/v1' },
};

/** The coding agents that the demo can use: those of a free licence, which it installs. */
const DEMO_AGENTS = PRESET_NAMES.filter((name) => AGENTS[name].tool !== undefined);

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
export function demoAgent(name: string): PresetName {
  const known = DEMO_AGENTS.find((agent) => agent === name);
  if (known !== undefined) return known;
  throw wrongOption('--agent', `must be one of ${DEMO_AGENTS.join(', ')}, not "${name}"`);
}

/** Finds or installs a coding agent, and starts a model that knows the example features. */
export async function startScriptedAgent(
  name: PresetName,
  script: Parameters<typeof startScriptedModel>[0] = recipeScript({ firstTryIsWrong: true }),
  onProgress: Parameters<typeof ensureTools>[1] = {},
): Promise<ScriptedAgent> {
  const { tool, model: modelName, path } = AGENTS[name];
  const found = tool === undefined ? undefined : (await ensureTools([tool], onProgress))[tool];
  const model = await startScriptedModel(script);
  // Any will do for the model; the agent itself is given another one, which is good for one call.
  process.env[KEY_VARIABLE] = 'scripted';
  const choice = {
    preset: name,
    model: modelName,
    base_url: `${model.url}${path}`,
    key: KEY_VARIABLE,
    ...(found === undefined ? {} : { program: `'${found.path}'` }),
  };
  return { choice, version: found?.version ?? PRESET_PACKAGES[name].version, model };
}
