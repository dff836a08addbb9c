import { afterEach, describe, expect, it } from 'vitest';
import { type ApiFixture, apiFixture } from '../../tests/support/api/api-fixture.ts';
import type { History, HistoryStore } from '../persistence/history/history-store.ts';
import type { HistoryQuery } from '../persistence/history/history-query.ts';
import { HISTORY_EXAMPLE, historySchema } from '../contract/history.ts';

const POINT = {
  at: '2026-03-01T11:00:00.000Z',
  runs: 10,
  failed: 2,
  success_rate: 0.8,
  mean_ms: 15_500,
  median_ms: 15_000,
  p95_ms: 28_000,
  p99_ms: 30_000,
  tokens_used: 10,
  cost_usd: 0.5,
  files_changed: 3,
};

let api: ApiFixture;
afterEach(() => api.close());

/** An API whose history answers as given, and what it was asked. */
async function begin(answer: () => Promise<History>): Promise<HistoryQuery[]> {
  const asked: HistoryQuery[] = [];
  const history: HistoryStore = {
    read: (query) => {
      asked.push(query);
      return answer();
    },
  };
  api = await apiFixture({ history });
  return asked;
}

const nothing = (): Promise<History> => Promise.resolve({ points: [], total: undefined, aggregated: false });
const get = (query = '') => api.app.inject(`/api/metrics/history${query}`);

describe('GET /api/metrics/history', () => {
  it('is of the last 24 hours when nothing else is asked for', async () => {
    const asked = await begin(nothing);
    const answer = await get();
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      from: '2026-02-28T12:00:00.000Z',
      to: '2026-03-01T12:00:00.000Z',
      aggregated: false,
      total: null,
      points: [],
    });
    expect(asked).toEqual([{ from: api.clock.now - 86_400_000, to: api.clock.now }]);
  });

  it('is of the time, agent, phase and project that are asked for, by hour or day', async () => {
    const asked = await begin(() => Promise.resolve({ points: [POINT], total: POINT, aggregated: true }));
    const which = 'agent=coder-agent&phase=CODE_IMPLEMENTATION&project=shop&bucket=hour';
    const answer = await get(`?from=2026-03-01T12:00:00%2B01:00&to=2026-03-01T12:00:00Z&${which}`);
    expect(answer.json()).toMatchObject({ aggregated: true, total: POINT, points: [POINT] });
    expect(historySchema.strict().parse(answer.json())).toEqual(answer.json());
    expect(asked).toEqual([
      {
        from: Date.parse('2026-03-01T11:00:00Z'),
        to: Date.parse('2026-03-01T12:00:00Z'),
        agent: 'coder-agent',
        phase: 'CODE_IMPLEMENTATION',
        project: 'shop',
        bucket: 'hour',
      },
    ]);
  });

  it.each([
    ['from=yesterday', 'from', 'must be a time in ISO 8601, such as 2026-03-01T12:00:00Z'],
    ['from=2026-03-01T12:00:00Z&to=2026-03-01T11:00:00Z', 'from', 'must be before to'],
    ['from=2030-01-01T00:00:00Z', 'from', 'must be before to, which is now'],
    ['phase=CODING', 'phase', 'must be one of E2E_TEST_GENERATION'],
    ['bucket=week', 'bucket', 'must be one of hour, day'],
    ['agent=a&agent=b', 'agent', 'must be given once'],
  ])('says what is wrong with %s', async (query, field, message) => {
    const asked = await begin(nothing);
    const answer = await get(`?${query}`);
    expect(answer.statusCode).toBe(422);
    expect(answer.json<{ errors: unknown[] }>().errors).toEqual([
      { field, message: expect.stringContaining(message) as string },
    ]);
    expect(asked).toEqual([]);
  });

  it('says so when the database is away', async () => {
    await begin(() => Promise.reject(new Error('connection refused')));
    const answer = await get();
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
    expect(answer.json()).toMatchObject({ title: 'The records cannot be read' });
    expect(api.log.lines).toContain('warn the history could not be read');
  });

  it('is documented by an example that is one', async () => {
    await begin(nothing);
    expect(historySchema.strict().parse(HISTORY_EXAMPLE)).toEqual(HISTORY_EXAMPLE);
  });
});
