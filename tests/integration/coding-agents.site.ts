import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BaseShop, startBaseShop } from '../../src/cli/demo/base-shop.ts';
import type { startScriptedModel } from '../../src/cli/demo/model/scripted-model.ts';
import { type ScriptedAgent, startScriptedAgent } from '../../src/cli/demo/scripted-agent.ts';
import { makeShopRepository } from '../../src/cli/demo/shop-repository.ts';
import type { PresetName } from '../../src/domain/preset.ts';
import { type Chimera, createWorld, type World } from '../support/world.ts';

/** The real programs, of a free licence, at the versions of their presets; the model that they ask is scripted. */
export const AGENTS: readonly PresetName[] = ['opencode', 'codex', 'gemini'];

/** A Chimera with a project for each of them, whose coder it is. */
export interface CoderSite {
  readonly coders: ReadonlyMap<PresetName, ScriptedAgent>;
  readonly directory: string;
  readonly shop: BaseShop;
  readonly world: World;
  readonly chimera: Chimera;
  close(): Promise<void>;
}

/** Starts it; each project has a shop of its own. `settings` are those of the configuration besides. */
export async function startCoderSite(
  settings: object = {},
  scriptOf: (name: PresetName) => Parameters<typeof startScriptedModel>[0] | undefined = () => undefined,
): Promise<CoderSite> {
  const directory = await mkdtemp(join(tmpdir(), 'chimera-coders-'));
  const coders = new Map<PresetName, ScriptedAgent>();
  for (const name of AGENTS) {
    await makeShopRepository(join(directory, name));
    coders.set(name, await startScriptedAgent(name, scriptOf(name)));
  }
  const shop = await startBaseShop(join(directory, 'opencode'));
  const projects = AGENTS.map((name) => ({
    name,
    repository: join(directory, name),
    target_url: shop.url,
    test: 'node --test',
    staging: { command: 'node server.mjs', health_path: '/health' },
    scenarios: { site_state: 'per_visitor' },
    agents: { 'coder-agent': `my-${name}` },
  }));
  const agents = Object.fromEntries([...coders].map(([name, { choice }]) => [`my-${name}`, choice]));
  const world = await createWorld({ settings: { projects, agents, sandbox: 'on', ...settings } });
  const chimera = await world.start('--workers', '1', '--max-concurrent', '3');
  return {
    ...{ coders, directory, shop, world, chimera },
    close: async () => {
      await world.close();
      await shop.stop();
      for (const { model } of coders.values()) await model.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
