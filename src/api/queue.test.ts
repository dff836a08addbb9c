import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiFixture, apiFixture } from '../../tests/support/api/api-fixture.ts';
import type { TaskPageView, TaskView } from '../contract/task/task.ts';

const SUBMISSION = { feature: 'Open the home page. I see "Welcome".', project: 'shop' };

let api: ApiFixture;
beforeEach(async () => {
  api = await apiFixture();
});
afterEach(() => api.close());

const submit = (key?: string, body: object = SUBMISSION) =>
  api.app.inject({
    method: 'POST',
    url: '/api/tasks',
    payload: body,
    headers: key === undefined ? {} : { 'idempotency-key': key },
  });
const submitted = async (key?: string): Promise<string> => (await submit(key)).json<{ task_id: string }>().task_id;
const get = async <T>(url: string): Promise<T> => (await api.app.inject(url)).json<T>();
const taskId = (index: number): string => `chimera-${String(index).padStart(12, '0')}`;

describe('a submission to a full queue', () => {
  it('is answered 429 with Retry-After, and nothing is stored or started', async () => {
    api.pools.begin({ size: 1, min: 1, queue_cap: 2 });
    api.pools.enqueue({ task_id: taskId(1) }, { task_id: taskId(2) });
    // One works, one waits, and one may come.
    expect((await submit()).statusCode).toBe(201);
    const answer = await submit();
    expect(answer.statusCode).toBe(429);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json()).toMatchObject({ type: 'urn:chimera:problem:queue-full', status: 429 });
    expect(answer.json<{ detail: string }>().detail).toContain('2 waiting tasks');
    expect(api.gateway.workflows.size).toBe(1);
    expect(api.runs.rows.size).toBe(1);
  });

  it('counts what came in here and has not come to the pool yet, at once too', async () => {
    api.pools.begin({ size: 2, min: 1, queue_cap: 3 });
    const answers = await Promise.all(Array.from({ length: 9 }, () => submit()));
    // Two for the free leases, three for the queue.
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(5);
    expect(answers.filter(({ statusCode }) => statusCode === 429)).toHaveLength(4);
  });

  it('counts a task once, in the pool or on its way', async () => {
    api.pools.begin({ size: 1, min: 1, queue_cap: 2 });
    api.pools.enqueue({ task_id: taskId(1) });
    const first = await submitted();
    api.pools.enqueue({ task_id: first });
    api.clock.now += 1_000;
    expect((await submit()).statusCode).toBe(201);
    expect((await submit()).statusCode).toBe(429);
  });

  it('is taken again once there is room, and by a pool that never heard of tasks on their way', async () => {
    api.pools.begin({ size: 1, min: 1, queue_cap: 1 });
    api.pools.enqueue({ task_id: taskId(1) });
    expect((await submit()).statusCode).toBe(201);
    expect((await submit()).statusCode).toBe(429);
    api.clock.now += 30_000;
    expect((await submit()).statusCode).toBe(201);
  });

  it('does not count a start that failed', async () => {
    api.pools.begin({ size: 1, min: 1, queue_cap: 1 });
    api.pools.enqueue({ task_id: taskId(1) });
    api.gateway.away = true;
    for (let tries = 0; tries < 3; tries += 1) expect((await submit()).statusCode).toBe(503);
    api.gateway.away = false;
    expect((await submit()).statusCode).toBe(201);
  });

  it('leaves its Idempotency-Key as good as new', async () => {
    api.pools.begin({ size: 1, min: 1, queue_cap: 1 });
    api.pools.enqueue({ task_id: taskId(1) });
    api.pools.enqueue({ task_id: taskId(2) });
    expect((await submit('k')).statusCode).toBe(429);
    api.pools.tell([{ kind: 'withdraw', task_id: taskId(2), ask: 1 }]);
    api.clock.now += 1_000;
    // Another request may take the key, for no task has it.
    expect((await submit('k', { ...SUBMISSION, priority: 9 })).statusCode).toBe(201);
  });

  it('is answered with its task when its key has one, however full the queue is', async () => {
    api.pools.begin({ size: 1, min: 1, queue_cap: 2 });
    api.pools.enqueue({ task_id: taskId(1) });
    const first = await submit('k');
    api.pools.enqueue({ task_id: taskId(2) }, { task_id: taskId(3) });
    api.clock.now += 1_000;
    expect((await submit()).statusCode).toBe(429);
    const replay = await submit('k');
    expect(replay.statusCode).toBe(201);
    expect(replay.headers['idempotent-replayed']).toBe('true');
    expect(replay.json()).toMatchObject({ task_id: first.json<{ task_id: string }>().task_id });
    api.clock.now += 60_000;
    expect((await submit('k')).statusCode).toBe(201);
    expect((await submit('k', { ...SUBMISSION, priority: 9 })).statusCode).toBe(422);
  });

  it('waits in its pool when that cannot be read, for a pool refuses by itself', async () => {
    api.pools.begin({ size: 1, min: 1, queue_cap: 1 });
    api.pools.enqueue({ task_id: taskId(1) });
    api.pools.enqueue({ task_id: taskId(2) });
    api.pools.silent = true;
    expect((await submit()).statusCode).toBe(201);
    api.pools.silent = false;
    api.pools.delay = new Promise(() => undefined);
    api.clock.now += 1_000;
    expect((await submit()).statusCode).toBe(201);
  });

  it('is refused for its fields first', async () => {
    api.pools.begin({ size: 1, min: 1, queue_cap: 1 });
    api.pools.enqueue({ task_id: taskId(1) });
    api.pools.enqueue({ task_id: taskId(2) });
    expect((await submit(undefined, { ...SUBMISSION, priority: 0 })).statusCode).toBe(422);
  });
});

describe('a submission to a pool that takes none', () => {
  it('is answered 429 while it drains', async () => {
    api.pools.begin();
    await api.app.inject({ method: 'POST', url: '/api/pool/drain' });
    const answer = await submit('k');
    expect(answer.statusCode).toBe(429);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.json()).toMatchObject({ type: 'urn:chimera:problem:pool-draining' });
    expect(api.gateway.workflows.size).toBe(0);
  });

  it('is accepted while it is paused', async () => {
    api.pools.begin();
    await api.app.inject({ method: 'POST', url: '/api/pool/pause' });
    expect((await submit()).statusCode).toBe(201);
  });
});

describe('a task that waits for its lease', () => {
  beforeEach(() => {
    api.pools.begin({ size: 1, min: 1 });
    api.pools.enqueue({ task_id: taskId(1) }, { task_id: taskId(2), priority: 9 });
  });

  it('says its place and why it waits, and when it may start once tasks have ended', async () => {
    const id = await submitted();
    expect((await get<TaskView>(`/api/tasks/${id}`)).waiting_for).toBeNull();
    api.pools.enqueue({ task_id: id, priority: 3 });
    api.clock.now += 1_000;
    const waiting = { kind: 'lease', position: 2, reason: 'the only lease is held; 1 task goes first' };
    expect((await get<TaskView>(`/api/tasks/${id}`)).waiting_for).toEqual(waiting);
    const outcome = { status: 'completed', duration_ms: 60_000, retried_phases: 0, recovered_phases: 0 } as const;
    api.pools.tell([{ kind: 'release', task_id: taskId(2), ask: 1, outcome }]);
    api.clock.now += 1_000;
    expect((await get<TaskView>(`/api/tasks/${id}`)).waiting_for).toEqual({
      kind: 'lease',
      position: 1,
      reason: 'the only lease is held; it starts next',
      estimated_start: '2026-03-01T12:01:01.000Z',
    });
  });

  it('says the same in the list, where tasks at work wait for nothing', async () => {
    const [waits, works] = [await submitted(), await submitted()];
    api.pools.enqueue({ task_id: waits });
    api.clock.now += 1_000;
    const { tasks } = await get<TaskPageView>('/api/tasks');
    const waitingFor = new Map(tasks.map(({ task_id, waiting_for }) => [task_id, waiting_for]));
    expect(waitingFor.get(waits)).toMatchObject({ kind: 'lease', position: 2 });
    expect(waitingFor.get(works)).toBeNull();
    expect(api.pools.calls.filter((call) => call === 'read default')).toHaveLength(2);
  });

  it('is shown without its place while the pool is silent', async () => {
    api.pools.silent = true;
    const id = await submitted();
    expect((await get<TaskView>(`/api/tasks/${id}`)).waiting_for).toBeNull();
    expect((await get<TaskPageView>('/api/tasks')).tasks).toHaveLength(1);
  });
});

describe('PATCH /api/tasks/:id', () => {
  const change = (id: string, payload: unknown) =>
    api.app.inject({
      method: 'PATCH',
      url: `/api/tasks/${id}`,
      payload: payload === undefined ? '' : JSON.stringify(payload),
      headers: { 'content-type': 'application/json' },
    });

  it('gives the task another priority, in its record too', async () => {
    const id = await submitted();
    const answer = await change(id, { priority: 9 });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ task_id: id, priority: 9, status: 'queued', links: {} });
    expect((await get<TaskPageView>('/api/tasks')).tasks[0]).toMatchObject({ priority: 9 });
  });

  it('does so when the record cannot be written, and logs that', async () => {
    const runs = { ...api.runs };
    const own = await apiFixture({ runs });
    const { task_id } = (await own.app.inject({ method: 'POST', url: '/api/tasks', payload: SUBMISSION })).json<{
      task_id: string;
    }>();
    runs.save = () => Promise.reject(new Error('disk full'));
    const answer = await own.app.inject({ method: 'PATCH', url: `/api/tasks/${task_id}`, payload: { priority: 2 } });
    expect(answer.statusCode).toBe(200);
    expect(own.log.lines.slice(2)).toEqual([
      'warn the row of a changed task could not be written',
      'info PATCH answered 200',
    ]);
    await own.close();
  });

  it.each([
    [{ priority: 0 }, 'priority'],
    [{ priority: 11 }, 'priority'],
    [{ priority: 5.5 }, 'priority'],
    [{ priority: '5' }, 'priority'],
    [{ priority: null }, 'priority'],
    [{}, 'priority'],
    [{ priority: 5, feature: 'x' }, 'feature'],
    [[], 'body'],
    [undefined, 'body'],
  ])('refuses the body %j', async (body, field) => {
    const id = await submitted();
    api.gateway.calls.length = 0;
    const answer = await change(id, body);
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ errors: [{ field }] });
    expect(api.gateway.calls).toEqual([]);
  });

  it('answers 409 for a task that has ended or is ending', async () => {
    const id = await submitted();
    api.gateway.closing = true;
    const ending = await change(id, { priority: 9 });
    expect(ending.statusCode).toBe(409);
    expect(ending.json()).toMatchObject({ type: 'urn:chimera:problem:task-ended' });
    expect(ending.json<{ detail: string }>().detail).toContain('is ending, so its priority');
  });

  it.each([taskId(7), 'nonsense'])('answers 404 for %s, which is no task', async (id) => {
    expect((await change(id, { priority: 9 })).statusCode).toBe(404);
  });

  it('answers 503 while Temporal is away', async () => {
    const id = await submitted();
    api.gateway.away = true;
    expect((await change(id, { priority: 9 })).statusCode).toBe(503);
  });
});
