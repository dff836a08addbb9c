import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ApiFixture, apiFixture } from '../../tests/support/api/api-fixture.ts';
import { forgetLetters, type ParkArguments, parkIn } from '../../tests/support/api/park.ts';
import { deadLetter, requeued, taskId } from '../../tests/support/dead-letters.ts';
import { errorGroupOf } from '../domain/error-group.ts';

const ID = `${taskId(1)}-1`;

let api: ApiFixture;
beforeAll(async () => {
  api = await apiFixture();
});
afterAll(() => api.close());
beforeEach(() => {
  forgetLetters(api);
});

const send = (method: 'PATCH' | 'POST', url: string, payload?: object) =>
  api.app.inject({ method, url, ...(payload === undefined ? {} : { payload }) });

const park = (...given: ParkArguments) => parkIn(api, ...given);

describe('PATCH /api/dlq/:id', () => {
  it('notes what is named, and leaves the rest', async () => {
    await park([deadLetter({ resolution: 'asked the operator' })]);
    const answer = await send('PATCH', `/api/dlq/${ID}`, { investigated: true });
    expect(answer.json()).toMatchObject({ investigated: true, resolution: 'asked the operator' });
    expect((await send('PATCH', `/api/dlq/${ID}`, { resolution: null })).json()).toMatchObject({
      investigated: true,
      resolution: null,
    });
    expect(api.deadLetters.rows.get(ID)).toMatchObject({ investigated: true, resolution: null });
  });

  it.each([
    [{}, 'body'],
    [[], 'body'],
    [{ investigated: 'yes' }, 'investigated'],
    [{ resolution: 7 }, 'resolution'],
    [{ resolution: 'x'.repeat(4_001) }, 'resolution'],
    [{ status: 'requeued' }, 'status'],
  ])('refuses %j', async (body, field) => {
    await park([deadLetter()]);
    const answer = await send('PATCH', `/api/dlq/${ID}`, body);
    expect(answer.statusCode).toBe(422);
    expect(answer.json<{ errors: object[] }>().errors[0]).toMatchObject({ field });
    expect(api.parked.calls).toEqual([]);
  });
});

describe('POST /api/dlq/:id/requeue and discard', () => {
  it.each([
    ['requeue', undefined, { status: 'requeued', reason: null }],
    ['requeue', {}, { status: 'requeued', reason: null }],
    ['requeue', { reason: 'the coder is back' }, { status: 'requeued', reason: 'the coder is back' }],
    ['discard', { reason: 'not wanted' }, { status: 'discarded', reason: 'not wanted' }],
  ] as const)('%s with the body %j decides and records it', async (kind, body, decision) => {
    await park([deadLetter()]);
    const answer = await send('POST', `/api/dlq/${ID}/${kind}`, body);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ id: ID, ...decision, decided_at: '2026-03-01T12:00:00.000Z' });
    expect(api.deadLetters.rows.get(ID)).toMatchObject(decision);
  });

  it('of two that decide at once one wins; the other learns what and when', async () => {
    await park([deadLetter()]);
    const [one, other] = await Promise.all([
      send('POST', `/api/dlq/${ID}/requeue`, { reason: 'mine' }),
      send('POST', `/api/dlq/${ID}/discard`, { reason: 'yours' }),
    ]);
    expect(one.statusCode).toBe(200);
    expect(other.statusCode).toBe(409);
    expect(other.json()).toMatchObject({
      type: 'urn:chimera:problem:dead-letter-decided',
      detail: `${ID} is not parked any more: it was requeued at 2026-03-01T12:00:00.000Z (mine).`,
    });
  });

  it('refuses a late decision about an entry whose task was parked anew', async () => {
    await park([deadLetter()]);
    api.parked.park(deadLetter({ generation: 2 }));
    const answer = await send('POST', `/api/dlq/${ID}/requeue`);
    expect(answer.statusCode).toBe(409);
    expect(answer.json<{ detail: string }>().detail).toBe(`${ID} is not parked any more: it was requeued.`);
    expect(api.parked.letters.get(taskId(1))?.status).toBe('parked');
  });

  it('answers 409 for a task whose workflow is closed', async () => {
    await park([deadLetter()], { closed: true });
    const answer = await send('POST', `/api/dlq/${ID}/requeue`);
    expect(answer.statusCode).toBe(409);
    expect(answer.json<{ detail: string }>().detail).toContain('it was cancelled');
  });

  it('answers 409 in the words of a task that refuses a parked entry', async () => {
    await park([deadLetter()]);
    const refuses = { decide: () => Promise.resolve({ kind: 'refused', reason: 'The task is closing.' } as const) };
    const gateway = Object.assign(Object.create(api.parked) as typeof api.parked, refuses, {
      deadLetter: () => api.parked.deadLetter(taskId(1)),
    });
    const own = await apiFixture({ gateway: api.gateway, deadLetterGateway: gateway, deadLetters: api.deadLetters });
    const answer = await own.app.inject({ method: 'POST', url: `/api/dlq/${ID}/requeue` });
    expect(answer.json()).toMatchObject({ status: 409, detail: `${ID}: The task is closing.` });
    await own.close();
  });

  it.each([ID, 'nonsense'])('answers 404 for %s, which is no dead letter', async (id) => {
    expect((await send('POST', `/api/dlq/${id}/requeue`)).statusCode).toBe(404);
    expect((await send('POST', `/api/dlq/${id}/discard`, { reason: 'x' })).statusCode).toBe(404);
    expect((await send('PATCH', `/api/dlq/${id}`, { investigated: true })).statusCode).toBe(404);
  });

  it('answers 503 while no worker takes it up', async () => {
    await park([deadLetter()]);
    api.parked.silent = true;
    expect((await send('POST', `/api/dlq/${ID}/requeue`)).statusCode).toBe(503);
  });

  it.each([
    ['discard', {}, 'reason'],
    ['discard', { reason: ' ' }, 'reason'],
    ['discard', undefined, 'body'],
    ['requeue', { reason: 7 }, 'reason'],
    ['requeue', { why: 'x' }, 'why'],
  ] as const)('refuses to %s with the body %j', async (kind, body, field) => {
    await park([deadLetter()]);
    const answer = await send('POST', `/api/dlq/${ID}/${kind}`, body);
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ errors: [{ field }] });
    expect(api.parked.calls).toEqual([]);
  });
});

describe('POST /api/dlq/requeue and discard', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => deadLetter({ number: index + 1 }));
  const requeue = async (body: object) => (await send('POST', '/api/dlq/requeue', body)).json<object>();

  it('counts with dry_run, and touches nothing', async () => {
    await park(many(25));
    expect(await requeue({ filter: { phase: 'CODE_IMPLEMENTATION' }, dry_run: true })).toEqual({
      dry_run: true,
      count: 25,
      ids: many(20).map(({ id }) => id),
      refused: [],
    });
    expect(api.parked.calls).toEqual([]);
  });

  it('does it to all that fit, 8 at once', async () => {
    await park([...many(40), deadLetter({ number: 99, project: 'blog' })]);
    expect(await requeue({ filter: { project: 'shop' }, dry_run: false, reason: 'all is well' })).toEqual({
      dry_run: false,
      count: 40,
      done: many(40).map(({ id }) => id),
      refused: [],
      remaining: 0,
    });
    expect(api.parked.most).toBe(8);
    expect(api.parked.letters.get(taskId(7))).toMatchObject({ status: 'requeued', reason: 'all is well' });
    expect(api.parked.letters.get(taskId(99))?.status).toBe('parked');
  });

  it('goes through 500 entries at most, and says how many remain', async () => {
    await park(many(503));
    expect(await requeue({ filter: { project: 'shop' }, dry_run: false })).toMatchObject({ count: 500, remaining: 3 });
    expect(await requeue({ filter: { project: 'shop' }, dry_run: false })).toMatchObject({ count: 3, remaining: 0 });
  });

  it('names each refusal with its reason', async () => {
    await park(many(2));
    api.parked.park(requeued(deadLetter()));
    const filter = { ids: [ID, `${taskId(2)}-1`, 'nonsense', 'nonsense'] };
    expect(await requeue({ filter, dry_run: false })).toEqual({
      dry_run: false,
      count: 3,
      done: [`${taskId(2)}-1`],
      refused: [
        { id: 'nonsense', reason: 'There is no dead letter "nonsense".' },
        {
          id: ID,
          reason: `${ID} is not parked any more: it was requeued at 2026-03-02T08:00:00.000Z (the coder is back).`,
        },
      ],
      remaining: 0,
    });
  });

  it('names in a dry run the ids that are not parked', async () => {
    await park([deadLetter()]);
    expect(await requeue({ filter: { ids: [ID, `${ID}1`] }, dry_run: true })).toEqual({
      dry_run: true,
      count: 1,
      ids: [ID],
      refused: [{ id: `${ID}1`, reason: 'It is not known to be parked.' }],
    });
  });

  it('stops trying while Temporal is away, and says of each entry that it did not', async () => {
    await park(many(60));
    api.parked.away = true;
    const outcome = await requeue({ filter: { project: 'shop' }, dry_run: false });
    expect(outcome).toMatchObject({ count: 60, done: [] });
    expect((outcome as { refused: unknown[] }).refused).toHaveLength(60);
    expect(api.parked.calls).toHaveLength(8);
  });

  it('goes on past an entry for which no worker answers, and tries it again after the others', async () => {
    await park(many(20));
    api.parked.slow.add(taskId(3));
    const ids = many(20).map(({ id }) => id);
    const later = [...ids.filter((id) => id !== `${taskId(3)}-1`), `${taskId(3)}-1`];
    expect(await requeue({ filter: { project: 'shop' }, dry_run: false })).toMatchObject({ done: later, refused: [] });
  });

  it('counts what was done though no worker said so, and does it once', async () => {
    await park(many(3));
    api.parked.slow.add(taskId(2));
    api.parked.late = true;
    const outcome = await requeue({ filter: { project: 'shop' }, dry_run: false, reason: 'all is well' });
    expect(outcome).toMatchObject({ count: 3, refused: [] });
    expect(api.parked.calls.filter((call) => call === `requeue ${taskId(2)}`)).toHaveLength(1);
  });

  it('gives up when no worker answers for any', async () => {
    await park(many(60));
    api.parked.silent = true;
    const outcome = await requeue({ filter: { project: 'shop' }, dry_run: false });
    const { refused } = outcome as { refused: { reason: string }[] };
    expect(refused).toHaveLength(60);
    const tried = api.parked.calls.filter((call) => call.startsWith('requeue')).length;
    expect(tried).toBeLessThan(16);
    expect(refused.filter(({ reason }) => !reason.startsWith('It was not tried'))).toHaveLength(tried);
  });

  it('discards many, with a reason', async () => {
    await park(many(2));
    const body = { filter: { group: errorGroupOf(deadLetter().error).id }, dry_run: false, reason: 'not wanted' };
    expect((await send('POST', '/api/dlq/discard', body)).json()).toMatchObject({ done: many(2).map(({ id }) => id) });
    expect(api.parked.letters.get(taskId(2))).toMatchObject({ status: 'discarded', reason: 'not wanted' });
  });

  it.each([
    ['requeue', { dry_run: true }, 'filter'],
    ['requeue', { filter: {}, dry_run: true }, 'filter'],
    ['requeue', { filter: { ids: [] }, dry_run: true }, 'filter.ids'],
    ['requeue', { filter: { ids: ['x'], phase: 'GUARDIAN_REVIEW' }, dry_run: true }, 'filter'],
    ['requeue', { filter: { phase: 'REVIEW' }, dry_run: true }, 'filter.phase'],
    ['requeue', { filter: { since: 'now' }, dry_run: true }, 'filter.since'],
    ['requeue', { filter: { state: 'x' }, dry_run: true }, 'filter.state'],
    ['requeue', { filter: { project: 'shop' } }, 'dry_run'],
    ['discard', { filter: { project: 'shop' }, dry_run: false }, 'reason'],
  ])('refuses to %s %j and names the field', async (kind, body, field) => {
    const answer = await send('POST', `/api/dlq/${kind}`, body);
    expect(answer.statusCode).toBe(422);
    expect(answer.json<{ errors: object[] }>().errors[0]).toMatchObject({ field });
  });
});
