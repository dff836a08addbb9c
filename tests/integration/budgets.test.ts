import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readExample } from '../../src/cli/demo/examples.ts';
import { recipeScript } from '../../src/cli/demo/model/recipe-script.ts';
import { type ModelRequest, type ScriptedAnswer, shellCall } from '../../src/cli/demo/model/scripted-model.ts';
import type { DeadLetterView } from '../../src/contract/dead-letter/dead-letter.ts';
import type { SpendingView } from '../../src/contract/spending.ts';
import type { PresetName } from '../../src/domain/preset.ts';
import { eventually } from '../support/eventually.ts';
import { ended } from '../support/task-answer.ts';
import { AGENTS, type CoderSite, startCoderSite } from './coding-agents.site.ts';

/** What the model says that each answer took, and its price: half a cent an answer. */
const USAGE = { input: 1_500, cached: 500, output: 100, reasoning: 40 };
const PRICES = { scripted: { input: 2, cached: 1, output: 25 }, 'gemini-2.5-pro': { input: 2, cached: 1, output: 25 } };
const ANSWER_USD = 0.005;
const BUDGET_USD = 0.02;

/** A model that has its agent run a tool for ever. */
function endlessly({ tools, results }: ModelRequest): ScriptedAnswer {
  const call = shellCall(tools, `echo again ${results}`);
  return call === undefined ? { text: 'A title', usage: USAGE } : { call, usage: USAGE };
}

describe('a budget', () => {
  /** The agents whose models go on for ever; the others do the work. */
  const endless = new Set<PresetName>(AGENTS);
  let site: CoderSite;
  let feature: string;

  beforeAll(async () => {
    feature = (await readExample('search')).feature;
    const budgets = { task_usd: BUDGET_USD, usd_per_day: 5 };
    site = await startCoderSite({ budgets, prices: PRICES }, (name) => {
      const works = recipeScript({ firstTryIsWrong: false });
      return (request) => {
        if (endless.has(name)) return endlessly(request);
        const answer = works(request);
        return 'usage' in answer ? { ...answer, usage: USAGE } : answer;
      };
    });
  }, 120_000);
  afterAll(() => site.close());

  async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
    const answer = await fetch(new URL(path, site.chimera.apiUrl), init);
    expect(answer.status).toBe(200);
    return (await answer.json()) as T;
  }
  const asked = (name: PresetName): number => site.coders.get(name)?.model.requests.length ?? 0;

  it.concurrent.each(AGENTS)(
    'stops the endless work of %s within one answer, and lets it go on when it is raised',
    async (name) => {
      const { world, chimera, shop } = site;
      const id = await world.submit(chimera, name, { project: name, feature, target_url: shop.url });
      const parked = await eventually(
        `the task of ${name} is at rest`,
        async () => {
          const task = await world.task(chimera, id);
          return task.status === 'dead_lettered' || ended(task) ? task : undefined;
        },
        150_000,
      );
      expect([parked.status, parked.error?.type]).toEqual(['dead_lettered', 'BudgetSpentError']);
      const letter = await ask<DeadLetterView>(`/api/dlq/${id}-1`);
      expect(letter).toMatchObject({ parked_for: 'budget', phase: 'CODE_IMPLEMENTATION', retry_count: 0 });
      expect(letter.error.message).toMatch(/^\$0\.02\d* are spent, and the budget of the task is \$0\.02: the agent/);

      // Each answer is in the ledger, as the model's own count has it; and the last one is what spent the budget.
      const before = asked(name);
      const spent = await ask<SpendingView>(`/api/spending?task=${id}&by=round`);
      expect(spent.total).toMatchObject({ requests: before, refused: 0, unpriced: 0 });
      expect(spent.total.cost_usd).toBeCloseTo(before * ANSWER_USD, 8);
      expect(spent.total).toMatchObject({ input: before * USAGE.input, output: before * USAGE.output });
      expect((before - 1) * ANSWER_USD).toBeLessThan(BUDGET_USD + ANSWER_USD);
      expect(spent.parts.map(({ name: part }) => part)).toEqual(['CODE_IMPLEMENTATION 1']);

      endless.delete(name);
      const body = JSON.stringify({ reason: 'worth it', budget_usd: 1 });
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
      await ask(`/api/dlq/${id}-1/requeue`, init);
      const task = await eventually(
        `the task of ${name} has ended`,
        async () => {
          const now = await world.task(chimera, id);
          // Parked it stays until its requeue is taken up.
          return ended(now) && now.status !== 'dead_lettered' ? now : undefined;
        },
        150_000,
      );
      expect([task.status, task.error]).toEqual(['completed', null]);
      const whole = await ask<SpendingView>(`/api/spending?task=${id}`);
      // One that is done may leave an answer unread that it asked for aside, for a title, say: then nobody told its tokens.
      expect(whole.total.requests).toBe(asked(name));
    },
    320_000,
  );
});
