import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readExample } from '../../src/cli/demo/examples.ts';
import { eventually } from '../support/eventually.ts';
import { processesNaming } from '../support/processes.ts';
import { ended } from '../support/task-answer.ts';
import { AGENTS, type CoderSite, startCoderSite } from './coding-agents.site.ts';

const FEATURES = ['discount-code', 'search', 'gift-wrapping'];

/** Nine tasks with a browser each share the host. */
const LIMIT_MS = 400_000;

const isPrompt = (text: string): boolean => text.includes('## What proves it');

describe('real coding agents', () => {
  let site: CoderSite;
  beforeAll(async () => {
    site = await startCoderSite();
  }, 120_000);
  afterAll(() => site.close());

  it(
    'take each feature of the demo to completed, in a sandbox, with no key of the account’s',
    async () => {
      const { coders, directory, shop, world, chimera } = site;
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
      // The rework goes on where the coder stopped, in its session; gemini says that it could, and does not.
      for (const name of AGENTS) {
        const prompts = coders.get(name)?.model.requests.map(({ said }) => said.filter(isPrompt)) ?? [];
        const reworked = prompts.filter((said) => said.at(-1)?.includes('What was wrong with the last try'));
        expect([name, ...new Set(reworked.map((said) => said.length))]).toEqual([name, name === 'gemini' ? 1 : 2]);
      }
      expect(await processesNaming(directory)).toEqual([]);
    },
    LIMIT_MS + 20_000,
  );
});
