import { beforeEach, describe, expect, it } from 'vitest';
import { NOTHING_SPENT } from '../../domain/money/budget.ts';
import type { ModelCall } from '../../domain/money/model-call.ts';
import { priced } from '../../domain/money/prices.ts';
import type { Database } from '../database.ts';
import { modelCalls } from '../schema.ts';
import { createLedgerStore, type ModelCallRecord } from './ledger-store.ts';

const NOON = Date.parse('2026-03-10T12:00:00.000Z');
const DAY = 86_400_000;
const MIDNIGHT = Date.parse('2026-03-10T00:00:00.000Z');

/** An answer that costs a cent: 4 000 fresh tokens, 5 000 from the cache, 100 of output, at the prices of gpt-6-sol. */
const CENT: ModelCall = {
  outcome: 'answered',
  model: 'gpt-6-sol',
  usage: { input: 9_000, cached: 5_000, output: 100, reasoning: 40 },
};

let made = 0;

function record({ at = NOON - 1, call = CENT, ...more }: Partial<Omit<ModelCallRecord, 'at'>> & { at?: number } = {}) {
  made += 1;
  const about = {
    task_id: 'chimera-1',
    project: 'shop',
    phase: 'CODE_IMPLEMENTATION',
    round: 1,
    agent: 'claude',
  } as const;
  const of = { id: `m-${made}`, agent_call: 'c-1', ...about, at: new Date(at).toISOString() };
  return { ...of, ...priced(call), ...more } satisfies ModelCallRecord;
}

/** What a ledger must do on every database. */
export function describeLedger(open: () => Database): void {
  const store = () => createLedgerStore(open().db);
  const spender = { task_id: 'chimera-1', project: 'shop', phase: 'CODE_IMPLEMENTATION', now: NOON } as const;

  describe('the ledger', () => {
    beforeEach(async () => {
      await open().db.delete(modelCalls);
    });

    it('counts a request once, however often it is written', async () => {
      const one = record();
      await store().saveAll([one, record({ at: NOON - 2 })]);
      await store().saveAll([one]);
      const { task } = await store().spent(spender);
      expect(task).toEqual({ usd: expect.closeTo(0.02, 10) as number, tokens: 18_200 });
    });

    it('tells what was spent on a phase in all its rounds, on a task, and today on its project and in all', async () => {
      await store().saveAll([
        record(),
        record({ round: 2, at: MIDNIGHT - 1 }),
        record({ phase: 'GUARDIAN_REVIEW', at: MIDNIGHT }),
        record({ task_id: 'chimera-2' }),
        record({ task_id: 'chimera-3', project: 'blog' }),
        record({ task_id: 'chimera-3', project: 'blog', at: NOON - 3 * DAY }),
      ]);
      const cents = (count: number) => ({ usd: expect.closeTo(count / 100, 10) as number, tokens: count * 9_100 });
      expect(await store().spent(spender)).toEqual({
        phase: cents(2),
        task: cents(3),
        project_day: cents(3),
        day: cents(4),
      });
    });

    it('has nothing of who has spent nothing, and no cost of what has no price', async () => {
      const nothing = { phase: NOTHING_SPENT, task: NOTHING_SPENT, project_day: NOTHING_SPENT, day: NOTHING_SPENT };
      expect(await store().spent(spender)).toEqual(nothing);
      await store().saveAll([record({ call: { ...CENT, model: 'unheard-of' } })]);
      expect((await store().spent(spender)).task).toEqual({ usd: 0, tokens: 9_100 });
    });

    it('puts spending together by what is asked for', async () => {
      await store().saveAll([
        record(),
        record({ round: 2, call: { outcome: 'refused', model: 'gpt-6-sol', status: 429 } }),
        record({ round: 2, call: { ...CENT, outcome: 'cut_off' }, at: NOON - DAY }),
        record({ project: 'blog', task_id: 'chimera-2', call: { outcome: 'told', tokens: 50 } }),
      ]);
      const by = async (group: Parameters<ReturnType<typeof store>['by']>[0], query: object = {}) => {
        const found = await store().by(group, { to: NOON, ...query });
        return found.toSorted((one, other) => (one.name < other.name ? -1 : 1));
      };
      expect(await by('model')).toEqual([
        {
          ...{ name: 'gpt-6-sol', requests: 3, refused: 1, input: 18_000, cached: 10_000, output: 200, reasoning: 80 },
          ...{ tokens: 18_200, cost_usd: expect.closeTo(0.02, 10) as number, unpriced: 0 },
          estimated_usd: expect.closeTo(0.01, 10) as number,
        },
        {
          ...{ name: 'not told', requests: 1, refused: 0, input: 0, cached: 0, output: 0, reasoning: 0, tokens: 50 },
          ...{ cost_usd: 0, estimated_usd: 0, unpriced: 1 },
        },
      ]);
      const names = async (...asked: Parameters<typeof by>) => (await by(...asked)).map(({ name }) => name);
      expect(await names('project')).toEqual(['blog', 'shop']);
      expect(await names('task')).toEqual(['chimera-1', 'chimera-2']);
      expect(await names('phase')).toEqual(['CODE_IMPLEMENTATION']);
      expect(await names('round')).toEqual(['CODE_IMPLEMENTATION 1', 'CODE_IMPLEMENTATION 2']);
      expect(await names('agent')).toEqual(['claude']);
      expect(await names('day')).toEqual(['2026-03-09', '2026-03-10']);
      expect(await names('task', { project: 'blog' })).toEqual(['chimera-2']);
      expect(await names('day', { from: MIDNIGHT, model: 'gpt-6-sol', task: 'chimera-1' })).toEqual(['2026-03-10']);
      expect(await by('model', { agent: 'codex' })).toEqual([]);
      expect(await by('model', { phase: 'GUARDIAN_REVIEW' })).toEqual([]);
    });
  });
}
