import { afterEach, describe, expect, it } from 'vitest';
import { type ApiFixture, apiFixture } from '../../tests/support/api/api-fixture.ts';
import type { BudgetsView, SpendingView } from '../contract/spending.ts';
import type { NamedSpending, SpendingQuery } from '../persistence/ledger/spending.ts';

let api: ApiFixture;
afterEach(() => api.close());

const asked: [string, SpendingQuery][] = [];
const part = (name: string, cost_usd: number): NamedSpending => ({
  ...{ name, requests: 2, refused: 0, input: 90, cached: 0, output: 10, reasoning: 0, tokens: 100 },
  ...{ cost_usd, estimated_usd: 0, unpriced: 0 },
});

async function begin(found: readonly NamedSpending[] | Error, budgets: object = {}): Promise<void> {
  asked.length = 0;
  api = await apiFixture({
    budgets,
    ledger: {
      by: (group, query) => {
        asked.push([group, query]);
        return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
      },
    },
  });
}
async function get(path: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const { statusCode, body } = await api.app.inject({ method: 'GET', url: path });
  return { status: statusCode, body: JSON.parse(body) as unknown };
}

describe('GET /api/spending', () => {
  it('is by model, the dearest first, with shares of the whole', async () => {
    await begin([part('cheap', 1), part('dear', 3)]);
    const { status, body: answered } = await get('/api/spending');
    const body = answered as SpendingView;
    expect(status).toBe(200);
    expect(body).toMatchObject({ by: 'model', total: { requests: 4, tokens: 200, cost_usd: 4 } });
    expect(body.parts.map(({ name, share }) => [name, share])).toEqual([
      ['dear', 0.75],
      ['cheap', 0.25],
    ]);
  });

  it('of a task is of all its time, and days come in their order', async () => {
    await begin([part('2026-03-02', 9), part('2026-03-01', 1)]);
    const body = (await get('/api/spending?task=chimera-1&by=day')).body as SpendingView;
    expect(body.from).toBeNull();
    expect(asked).toMatchObject([['day', { task: 'chimera-1', from: 0 }]]);
    expect(body.parts.map(({ name }) => name)).toEqual(['2026-03-01', '2026-03-02']);
  });

  it('refuses what it does not know by its field, and says when the database is away', async () => {
    await begin(new Error('away'));
    expect((await get('/api/spending?by=colour')).body).toMatchObject({ errors: [{ field: 'by' }] });
    expect((await get('/api/spending')).status).toBe(503);
    expect((await get('/api/budgets')).status).toBe(503);
  });
});

describe('GET /api/budgets', () => {
  it('says how far those of today are used up, of all and of each declared project', async () => {
    await begin([part('shop', 85), part('gone', 5)], {
      ...{ task: { usd: 10 }, project_day: { usd: 100 }, day: { usd: 90, tokens: 1_000 } },
    });
    const body = (await get('/api/budgets')).body as BudgetsView;
    expect(body.task).toEqual({ usd: 10, tokens: null });
    expect(body.uses.slice(0, 3)).toMatchObject([
      { scope: 'day', project: null, unit: 'usd', spent: 90, share: 1, state: 'spent' },
      { scope: 'day', project: null, unit: 'tokens', spent: 200, state: 'well' },
      { scope: 'project_day', project: 'shop', unit: 'usd', spent: 85, state: 'warned' },
    ]);
  });
});
