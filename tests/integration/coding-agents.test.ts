import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BaseShop, startBaseShop } from '../../src/cli/demo/base-shop.ts';
import { readExample } from '../../src/cli/demo/examples.ts';
import { type ScriptedAgent, startScriptedAgent } from '../../src/cli/demo/scripted-agent.ts';
import type { PresetName } from '../../src/domain/preset.ts';
import { makeShopRepository } from '../../src/cli/demo/shop-repository.ts';
import { eventually } from '../support/eventually.ts';
import { coderSettings } from './coding-agents.site.ts';
import { processesNaming } from '../support/processes.ts';
import { ended } from '../support/task-answer.ts';
import { type Chimera, createWorld, type World } from '../support/world.ts';

/** The real programs, of a free licence, at the versions of their presets; the model that they ask is scripted. */
const AGENTS: readonly PresetName[] = ['opencode', 'codex', 'gemini'];
const FEATURES = ['discount-code', 'search', 'gift-wrapping'];

/** Nine tasks with a browser each share the host. */
const LIMIT_MS = 400_000;

describe('real coding agents', () => {
  const coders = new Map<PresetName, ScriptedAgent>();
  let directory: string;
  let shop: BaseShop;
  let world: World;
  let chimera: Chimera;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'chimera-coders-'));
    for (const name of AGENTS) {
      await makeShopRepository(join(directory, name));
      coders.set(name, await startScriptedAgent(name));
    }
    shop = await startBaseShop(join(directory, 'opencode'));
    world = await createWorld({ settings: coderSettings(coders, directory, shop.url) });
    chimera = await world.start('--workers', '1', '--max-concurrent', '3');
  }, 120_000);
  afterAll(async () => {
    await world.close();
    await shop.stop();
    for (const { model } of coders.values()) await model.close();
    await rm(directory, { recursive: true, force: true });
  });

  it(
    'take each feature of the demo to completed, in a sandbox, with no key of the account’s',
    async () => {
      const submitted = await Promise.all(
        AGENTS.flatMap((project) =>
          FEATURES.map(async (name) => {
            const { feature } = await readExample(name);
            const body = { project, feature, target_url: shop.url };
            return world.submit(chimera, `${project}-${name}`, body);
          }),
        ),
      );
      const tasks = await eventually(
        'all tasks have ended',
        async () => {
          const all = await Promise.all(submitted.map((id) => world.task(chimera, id)));
          return all.every(ended) ? all : undefined;
        },
        LIMIT_MS,
      );
      expect(tasks.map(({ status, error }) => [status, error])).toEqual(tasks.map(() => ['completed', null]));
      // The recipe of the discount code has a second step, which only staging shows the need of.
      expect(tasks.filter(({ rework }) => rework.validation === 1)).toHaveLength(AGENTS.length);

      const answer = await fetch(new URL('/api/agents', chimera.apiUrl));
      const { agents } = (await answer.json()) as {
        agents: readonly { name: string; reached_by: readonly string[] }[];
      };
      for (const name of AGENTS) {
        expect(agents.find((agent) => agent.name === `my-${name}`)?.reached_by[0]).toMatch(name);
        // What the model was asked came by the gateway, which put the key in.
        const keys = new Set(coders.get(name)?.model.requests.map(({ key }) => key));
        expect([...keys]).toEqual(['scripted']);
      }
      expect(await processesNaming(directory)).toEqual([]);
    },
    LIMIT_MS + 20_000,
  );
});
