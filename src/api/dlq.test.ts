import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ApiFixture, apiFixture } from '../../tests/support/api/api-fixture.ts';
import { forgetLetters, type ParkArguments, parkIn } from '../../tests/support/api/park.ts';
import { deadLetter, requeued, taskId } from '../../tests/support/dead-letters.ts';
import { errorGroupOf } from '../domain/error-group.ts';
import {
  deadLetterPageSchema,
  type DeadLetterPageView,
  deadLetterViewSchema,
} from '../contract/dead-letter/dead-letter.ts';

const ID = `${taskId(1)}-1`;

let api: ApiFixture;
beforeAll(async () => {
  api = await apiFixture();
});
afterAll(() => api.close());
beforeEach(() => {
  forgetLetters(api);
});

const get = (url: string) => api.app.inject({ method: 'GET', url });

const park = (...given: ParkArguments) => parkIn(api, ...given);

describe('GET /api/dlq', () => {
  it('lists what is parked, newest first, page by page', async () => {
    await park([1, 2, 3].map((number) => deadLetter({ number })));
    await api.deadLetters.save(requeued(deadLetter({ number: 4 })));
    const first = (await get('/api/dlq?limit=2')).json<DeadLetterPageView>();
    expect(deadLetterPageSchema.strict().parse(first)).toEqual(first);
    expect(first.entries.map(({ task_id }) => task_id)).toEqual([taskId(3), taskId(2)]);
    expect(first.entries[0]).toMatchObject({
      title: 'A visitor can search',
      error_pattern: 'connect ECONNREFUSED <n>',
      links: { self: `/api/dlq/${taskId(3)}-1`, task: `/api/tasks/${taskId(3)}` },
    });
    const second = (await get(`/api/dlq?limit=2&cursor=${String(first.next_cursor)}`)).json<DeadLetterPageView>();
    expect(second.entries.map(({ id }) => id)).toEqual([ID]);
    expect(second.next_cursor).toBeNull();
  });

  it('passes every filter on', async () => {
    await park([
      deadLetter(),
      deadLetter({
        number: 2,
        minute: 9,
        phase: 'GUARDIAN_REVIEW',
        project: 'blog',
        message: 'full',
        investigated: true,
      }),
    ]);
    await api.deadLetters.save(requeued(deadLetter({ number: 3 })));
    const found = async (query: string) =>
      (await get(`/api/dlq?${query}`)).json<DeadLetterPageView>().entries.map(({ task_id }) => task_id);
    const group = errorGroupOf(deadLetter({ message: 'full' }).error).id;
    for (const query of ['phase=GUARDIAN_REVIEW', 'project=blog', `group=${group}`, 'investigated=true']) {
      expect(await found(query)).toEqual([taskId(2)]);
    }
    expect(await found('since=2026-03-01T13:05:00%2B01:00')).toEqual([taskId(2)]);
    expect(await found('status=requeued')).toEqual([taskId(3)]);
    expect(await found('status=any')).toHaveLength(3);
    expect(await found('investigated=false')).toEqual([taskId(1)]);
  });

  it.each([
    ['limit=501', 'limit'],
    ['limit=0', 'limit'],
    ['phase=REVIEW', 'phase'],
    ['status=open', 'status'],
    ['since=yesterday', 'since'],
    ['since=2026-03-01', 'since'],
    ['investigated=yes', 'investigated'],
    ['cursor=nonsense', 'cursor'],
    ['group=%00', 'group'],
    ['sort=asc', 'sort'],
  ])('refuses ?%s and names the field', async (query, field) => {
    const answer = await get(`/api/dlq?${query}`);
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ errors: [{ field }] });
  });

  it('answers 503 when the records cannot be read, and says nothing of why', async () => {
    const fails = () => Promise.reject(new Error('password authentication failed'));
    const own = await apiFixture({ deadLetters: { ...api.deadLetters, list: fails, groups: fails, find: fails } });
    for (const url of ['/api/dlq', '/api/dlq/groups']) {
      const answer = await own.app.inject({ method: 'GET', url });
      expect(answer.statusCode).toBe(503);
      expect(answer.body).not.toContain('password');
    }
    const payload = { filter: { project: 'shop' }, dry_run: false };
    expect((await own.app.inject({ method: 'POST', url: '/api/dlq/requeue', payload })).statusCode).toBe(503);
    expect(own.log.lines[0]).toBe('error the dead letters could not be read');
    await own.close();
  });
});

it('GET /api/dlq/groups shows what went wrong how often', async () => {
  await park([deadLetter(), deadLetter({ number: 2, minute: 5, phase: 'GUARDIAN_REVIEW' })]);
  expect((await get('/api/dlq/groups')).json()).toEqual({
    groups: [
      {
        group: errorGroupOf(deadLetter().error).id,
        error_type: 'TransientAgentError',
        pattern: 'connect ECONNREFUSED <n>',
        count: 2,
        phases: ['CODE_IMPLEMENTATION', 'GUARDIAN_REVIEW'],
        newest: '2026-03-01T12:05:00.123Z',
        oldest: '2026-03-01T12:00:00.123Z',
        example: `${taskId(2)}-1`,
      },
    ],
  });
  expect((await get('/api/dlq/groups?phase=E2E_VALIDATION')).json()).toEqual({ groups: [] });
});

describe('GET /api/dlq/:id', () => {
  it('shows a parked entry in the words of its workflow, and brings its record up to date', async () => {
    await park([deadLetter()]);
    api.parked.park(deadLetter({ investigated: true }));
    const answer = await get(`/api/dlq/${ID}`);
    expect(answer.statusCode).toBe(200);
    const entry = answer.json<object>();
    expect(deadLetterViewSchema.strict().parse(entry)).toEqual(entry);
    expect(entry).toMatchObject({
      ...deadLetter({ investigated: true }),
      feature: 'A visitor can search',
      finished_phases: ['E2E_TEST_GENERATION'],
      stale: false,
    });
    expect(api.deadLetters.rows.get(ID)?.investigated).toBe(true);
  });

  it('shows one that the mirror lacks, and records it', async () => {
    await park([deadLetter()], { mirrored: false });
    expect((await get(`/api/dlq/${ID}`)).json()).toMatchObject({ id: ID, stale: false });
    expect(api.deadLetters.rows.get(ID)).toEqual(deadLetter());
  });

  it('shows a decided one from its record, without Temporal', async () => {
    await api.deadLetters.save(requeued(deadLetter()));
    api.parked.away = true;
    expect((await get(`/api/dlq/${ID}`)).json()).toMatchObject({ status: 'requeued', stale: false });
    expect(api.parked.calls).toEqual([]);
  });

  it.each(['away', 'silent'] as const)(
    'shows the record, and says that it may lag, while Temporal is %s',
    async (how) => {
      await park([deadLetter()]);
      api.parked[how] = true;
      expect((await get(`/api/dlq/${ID}`)).json()).toMatchObject({ status: 'parked', stale: true });
    },
  );

  it.each(['away', 'silent'] as const)('answers 503 when there is no record either and Temporal is %s', async (how) => {
    await park([deadLetter()], { mirrored: false });
    api.parked[how] = true;
    expect((await get(`/api/dlq/${ID}`)).statusCode).toBe(503);
  });

  it('knows that an entry was requeued whose task was parked anew', async () => {
    await park([deadLetter()]);
    api.parked.park(deadLetter({ generation: 2 }));
    expect((await get(`/api/dlq/${ID}`)).json()).toMatchObject({ status: 'requeued', stale: false });
    expect(api.deadLetters.rows.get(ID)?.status).toBe('requeued');
  });

  it('says cancelled for one whose workflow was terminated', async () => {
    await park([deadLetter()], { closed: true });
    expect((await get(`/api/dlq/${ID}`)).json()).toMatchObject({ status: 'cancelled', stale: false });
  });

  it('shows the record of one that Temporal has forgotten', async () => {
    await api.deadLetters.save(deadLetter());
    expect((await get(`/api/dlq/${ID}`)).json()).toMatchObject({ status: 'parked', stale: true });
  });

  it.each([ID, `${taskId(1)}-2`, taskId(1), `${taskId(1)}-0`, 'nonsense', '%00'])(
    'answers 404 for %s, which is no dead letter',
    async (id) => {
      if (id !== ID) await park([deadLetter()]);
      const answer = await get(`/api/dlq/${id}`);
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toMatchObject({ type: 'urn:chimera:problem:dead-letter-not-found' });
      api.parked.silent = true;
    },
  );

  it('answers 404 for a task that nobody knows while no worker answers', async () => {
    api.parked.silent = true;
    expect((await get(`/api/dlq/${ID}`)).statusCode).toBe(404);
  });

  it('shows parked entries while the mirror is away', async () => {
    const fails = () => Promise.reject(new Error('away'));
    const { parked, gateway } = api;
    await park([deadLetter()]);
    const own = await apiFixture({
      gateway,
      deadLetterGateway: parked,
      deadLetters: { ...api.deadLetters, get: fails, save: fails },
    });
    expect((await own.app.inject(`/api/dlq/${ID}`)).json()).toMatchObject({ id: ID, stale: false });
    expect(own.log.lines).toEqual([
      'warn the record of a dead letter could not be read',
      'warn a dead letter could not be recorded',
    ]);
    await own.close();
  });
});
