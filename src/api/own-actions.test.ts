import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiFixture, apiFixture } from '../../tests/support/api/api-fixture.ts';
import { type MemoryActions, memoryActions, raisedSize } from '../../tests/support/api/memory-actions.ts';
import { PoolUnavailableError } from '../temporal/pools/pool-gateway.ts';
import type { ActionRecord } from '../persistence/health/action-records.ts';
import { type HealthReport, healthReportSchema } from '../contract/health.ts';
import { ownActionsSchema, type OwnActionsView, OWN_ACTION_EXAMPLE, ownActionSchema } from '../contract/own-action.ts';

let actions: MemoryActions;
let api: ApiFixture;

beforeEach(async () => {
  actions = memoryActions();
  api = await apiFixture({ actions });
});
afterEach(() => api.close());

const over = (change: Partial<ActionRecord>) =>
  raisedSize({ ended_at: '2026-03-01T13:00:00.000Z', ended_by: 'chimera', end_reason: 'it is over', ...change });

async function list(query = ''): Promise<OwnActionsView> {
  const answer = await api.app.inject(`/api/health/remediations${query}`);
  expect(answer.statusCode).toBe(200);
  expect(ownActionsSchema.strict().parse(answer.json())).toEqual(answer.json());
  return answer.json<OwnActionsView>();
}

const revert = (id: number | string) =>
  api.app.inject({ method: 'POST', url: `/api/health/remediations/${String(id)}/revert` });

describe('GET /api/health/remediations', () => {
  it('shows cause, figures, effect and reversal, newest first', async () => {
    actions.kept = [raisedSize({ id: 2, effect: 'the size of pool default went from 5 to 8' }), over({ id: 1 })];
    const { remediations } = await list();
    expect(remediations.map(({ id }) => id)).toEqual([2, 1]);
    expect(remediations[0]).toMatchObject({
      ...{ kind: 'raise_size', pool: 'default', agent: null, status: 'in_force', ended_by: null },
      ...{ cause: 'pool default is used by 100 %, and 3 tasks wait', figures: { size: 5, max: 10 } },
    });
    expect(remediations[1]).toMatchObject({ status: 'over', ended_by: 'chimera', end_reason: 'it is over' });
  });

  it('shows that one is still to be carried out', async () => {
    actions.kept = [raisedSize({ effect: null })];
    expect((await list()).remediations).toMatchObject([{ status: 'applying', ended_at: null, ended_by: null }]);
  });

  it('names the agent whose breaker was tripped', async () => {
    actions.kept = [raisedSize({ kind: 'trip_breaker', agent: 'coder-agent' })];
    expect((await list()).remediations).toMatchObject([{ kind: 'trip_breaker', agent: 'coder-agent' }]);
  });

  it('gives no more than asked for, 50 unless that is said, and 200 at most', async () => {
    actions.kept = Array.from({ length: 60 }, (_, index) => over({ id: 60 - index }));
    expect((await list()).remediations).toHaveLength(50);
    expect((await list('?limit=3')).remediations.map(({ id }) => id)).toEqual([60, 59, 58]);
    for (const limit of ['0', '201', 'all']) {
      expect((await api.app.inject(`/api/health/remediations?limit=${limit}`)).statusCode).toBe(422);
    }
  });

  it('says when the database is away', async () => {
    actions.away = true;
    const answer = await api.app.inject('/api/health/remediations');
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
  });

  it('is documented by an example that is one', () => {
    expect(ownActionSchema.strict().parse(OWN_ACTION_EXAMPLE)).toEqual(OWN_ACTION_EXAMPLE);
  });
});

describe('GET /api/health', () => {
  const report = async (): Promise<HealthReport> => {
    const answer = await api.app.inject('/api/health');
    expect(answer.statusCode).toBe(200);
    expect(healthReportSchema.strict().parse(answer.json())).toEqual(answer.json());
    return answer.json<HealthReport>();
  };

  it('shows remedies that are in force, or over within the last hour', async () => {
    const ended = (ms: number) => new Date(api.clock.now - ms).toISOString();
    actions.kept = [
      raisedSize({ id: 3 }),
      over({ id: 2, ended_at: ended(3_599_000) }),
      over({ id: 1, ended_at: ended(3_600_000) }),
    ];
    expect((await report()).remediation.map(({ id }) => id)).toEqual([3, 2]);
  });

  it('shows those it told last while the database is away', async () => {
    actions.kept = [raisedSize()];
    await report();
    actions.away = true;
    expect((await report()).remediation).toMatchObject([{ id: 1, status: 'in_force' }]);
  });
});

describe('POST /api/health/remediations/:id/revert', () => {
  it('takes a remedy back, and answers the same when it is asked again', async () => {
    actions.kept = [raisedSize({ id: 7 })];
    const first = await revert(7);
    expect(first.statusCode).toBe(200);
    expect(first.json()).toMatchObject({ id: 7, status: 'over', ended_by: 'operator' });
    const again = await revert(7);
    expect([again.statusCode, again.json<unknown>()]).toEqual([200, first.json()]);
  });

  it.each(['8', '0', '-1', 'seven', '1e3', '99999999999999999999'])('knows no remedy %s', async (id) => {
    actions.kept = [raisedSize({ id: 7 })];
    const answer = await revert(id);
    expect(answer.statusCode).toBe(404);
    expect(answer.json<{ code?: string; detail: string }>().detail).toBe(`There is no remedy ${id}.`);
  });

  it('says how one ended that Chimera took back before', async () => {
    actions.kept = [over({ id: 7 })];
    const answer = await revert(7);
    expect(answer.statusCode).toBe(409);
    expect(answer.json<{ detail: string }>().detail).toBe('Remedy 7 ended at 2026-03-01T13:00:00.000Z: it is over.');
  });

  it('says when the database is away', async () => {
    actions.away = true;
    expect((await revert(7)).statusCode).toBe(503);
  });

  it('says when the pool that is to do it does not answer', async () => {
    actions.revert = () => Promise.reject(new PoolUnavailableError('The pool "default" does not answer.'));
    const answer = await revert(7);
    expect([answer.statusCode, answer.json<{ detail: string }>().detail]).toEqual([
      503,
      'The pool "default" does not answer.',
    ]);
  });
});
