// cspell:ignore sise
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiFixture, apiFixture } from '../../tests/support/api/api-fixture.ts';
import { poolMetricsSchema } from '../contract/pool/metrics.ts';
import {
  decisionsSchema,
  demandSchema,
  type PoolView,
  type PoolDecisions,
  poolSummarySchema,
  poolViewSchema,
} from '../contract/pool/pool.ts';

const taskId = (index: number): string => `chimera-${String(index).padStart(12, '0')}`;

let api: ApiFixture;
beforeEach(async () => {
  api = await apiFixture();
});
afterEach(() => api.close());

const get = (url: string) => api.app.inject({ method: 'GET', url });
const send = (method: 'PATCH' | 'POST', url: string, payload?: unknown) =>
  api.app.inject({
    method,
    url,
    ...(payload === undefined
      ? {}
      : { payload: JSON.stringify(payload), headers: { 'content-type': 'application/json' } }),
  });
const patch = (payload?: unknown, query = '') => send('PATCH', `/api/pool${query}`, payload);
const reads = (): number => api.pools.calls.filter((call) => call.startsWith('read')).length;

/** A pool of one lease with four tasks, of which three wait. */
function busy(): void {
  api.pools.begin({ size: 1, min: 1, max: 2 });
  api.pools.enqueue({ task_id: taskId(1) }, { task_id: taskId(2), priority: 3 }, { task_id: taskId(3), priority: 9 });
  api.clock.now += 60_000;
  api.pools.enqueue({ task_id: taskId(4) });
}

describe('GET /api/pool', () => {
  it('shows size, mode, leases with their age, and the queue in the order of starting', async () => {
    busy();
    const answer = await get('/api/pool');
    expect(answer.statusCode).toBe(200);
    const pool = answer.json<PoolView>();
    expect(poolViewSchema.strict().parse(pool)).toEqual(pool);
    expect(pool).toMatchObject({
      name: 'default',
      pool_size: 1,
      active: 1,
      available: 0,
      queued: 3,
      mode: 'NORMAL',
      priority_threshold: 1,
      intake: 'open',
      demand: 1,
      leases: [{ task_id: taskId(3), token: 1, age_ms: 60_000 }],
      as_of: '2026-03-01T12:01:00.000Z',
      stale: false,
    });
    expect(pool.queue.map(({ task_id, position }) => [task_id, position])).toEqual([
      [taskId(1), 1],
      [taskId(4), 2],
      [taskId(2), 3],
    ]);
    expect(pool.queue[1]?.reason).toContain('1 task goes first');
  });

  it('shows a pool that has not begun as an empty one of its settings', async () => {
    expect((await get('/api/pool')).json()).toMatchObject({ name: 'default', pool_size: 5, active: 0, queued: 0 });
    expect((await get('/api/pool?name=gpu')).json()).toMatchObject({ name: 'gpu', pool_size: 2, queue: [] });
  });

  it('asks the pool once a second, however many clients there are, and for whatever', async () => {
    busy();
    for (let round = 0; round < 2; round += 1) {
      await Promise.all(
        Array.from({ length: 20 }, () => [get('/api/pool'), get('/api/metrics'), get('/api/pool/demand')]).flat(),
      );
    }
    expect(reads()).toBe(1);
    api.clock.now += 999;
    await get('/api/pool/decisions');
    expect(reads()).toBe(1);
    api.clock.now += 1;
    await get('/api/pool');
    expect(reads()).toBe(2);
    await get('/api/pool?name=gpu');
    expect(api.pools.calls.at(-1)).toBe('read gpu');
  });

  it('answers 404 for a pool that is not declared, and names those that are', async () => {
    for (const answer of [
      await get('/api/pool?name=cpu'),
      await get('/api/metrics?name=cpu'),
      await get('/api/pool/decisions?name=cpu'),
      await get('/api/pool/demand?name=constructor'),
      await patch({ size: 3 }, '?name=cpu'),
      await send('POST', '/api/pool/pause?name=cpu'),
    ]) {
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toMatchObject({ type: 'urn:chimera:problem:pool-not-found', title: 'No such pool' });
      expect(answer.json<{ detail: string }>().detail).toContain('"default" and "gpu"');
    }
    expect(api.pools.calls).toEqual([]);
  });

  it.each([
    ['/api/pool?name=a&name=b', 'name'],
    [`/api/pool?name=${'x'.repeat(64)}`, 'name'],
    ['/api/pool?pool=default', 'pool'],
    ['/api/metrics?window=5', 'window'],
    ['/api/pool/demand?name=%00', 'name'],
    ['/api/pool/decisions?limit=0', 'limit'],
    ['/api/pool/decisions?limit=101', 'limit'],
    ['/api/pool/decisions?limit=all', 'limit'],
  ])('refuses %s and names the parameter', async (url, field) => {
    const answer = await get(url);
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ errors: [{ field }] });
    expect(api.pools.calls).toEqual([]);
  });
});

describe('a pool that is silent', () => {
  it('is shown as it last was, marked stale, for some seconds', async () => {
    busy();
    await get('/api/pool');
    api.pools.silent = true;
    api.clock.now += 10_000;
    for (const url of ['/api/pool', '/api/metrics', '/api/pool/decisions', '/api/pool/demand']) {
      const answer = await get(url);
      expect(answer.statusCode).toBe(200);
      expect(answer.json()).toMatchObject({ as_of: '2026-03-01T12:01:00.000Z', stale: true });
    }
    expect(reads()).toBe(2);
    api.clock.now += 1;
    expect((await get('/api/pool')).statusCode).toBe(503);
  });

  it('is a 503 when nothing is known of it, and is not asked more than once a second for that', async () => {
    api.pools.silent = true;
    for (let round = 0; round < 3; round += 1) {
      const answer = await get('/api/pool');
      expect(answer.statusCode).toBe(503);
      expect(answer.headers['retry-after']).toBe('2');
      expect(answer.json()).toMatchObject({ type: 'urn:chimera:problem:pool-unavailable' });
    }
    expect(reads()).toBe(1);
    api.clock.now += 1_000;
    api.pools.silent = false;
    expect((await get('/api/pool')).statusCode).toBe(200);
  });

  it('says so when it is Temporal that is away', async () => {
    api.pools.away = true;
    for (const answer of [await get('/api/pool'), await send('POST', '/api/pool/drain')]) {
      expect(answer.statusCode).toBe(503);
      expect(answer.json()).toMatchObject({ type: 'urn:chimera:problem:temporal-unavailable' });
    }
  });
});

describe('PATCH /api/pool', () => {
  it('changes what it names, and answers with the pool after it', async () => {
    api.pools.begin();
    const answer = await patch({ size: 12, queue_cap: 50, reason: 'black Friday' });
    expect(answer.statusCode).toBe(200);
    const settings = { size: 12, min: 3, max: 12, policy: 'autoscaled', queue_cap: 50, wait_bound_seconds: 1_800 };
    const pool = answer.json<object>();
    expect(poolSummarySchema.strict().parse(pool)).toEqual(pool);
    expect(pool).toMatchObject({ name: 'default', pool_size: 12, settings });
    const { decisions } = (await get('/api/pool/decisions')).json<PoolDecisions>();
    expect(decisions[0]).toMatchObject({ action: 'configure', from_size: 5, to_size: 12, reason: 'black Friday' });
  });

  it('shows its effect to the next reader, within the second too', async () => {
    api.pools.begin();
    await get('/api/pool');
    await patch({ size: 7 });
    expect((await get('/api/pool')).json()).toMatchObject({ pool_size: 7, stale: false });
  });

  it('changes the pool that is named', async () => {
    api.pools.begin({}, 'gpu');
    expect((await patch({ policy: 'fixed' }, '?name=gpu')).json()).toMatchObject({ name: 'gpu' });
    expect(api.pools.calls).toEqual(['read gpu', 'configure gpu']);
  });

  const bad: readonly [body: unknown, field: string, message: RegExp][] = [
    [{ size: 0 }, 'size', /whole number from 1 to 1000/],
    [{ size: 1_001 }, 'size', /from 1 to 1000/],
    [{ size: 2.5 }, 'size', /whole number/],
    [{ size: '8' }, 'size', /whole number/],
    [{ size: null }, 'size', /whole number/],
    [{ min: -1 }, 'min', /from 1 to 1000/],
    [{ max: 1e9 }, 'max', /from 1 to 1000/],
    [{ min: 8, max: 4 }, 'min', /not be more than max \(4\)/],
    [{ size: 2, min: 3 }, 'size', /from min to max \(3 to 10\)/],
    [{ policy: 'elastic' }, 'policy', /autoscaled or fixed/],
    [{ queue_cap: 0 }, 'queue_cap', /from 1 to 5000/],
    [{ queue_cap: 5_001 }, 'queue_cap', /from 1 to 5000/],
    [{ wait_bound_seconds: 86_401 }, 'wait_bound_seconds', /from 1 to 86400/],
    [{ size: 4, reason: ' ' }, 'reason', /must not be empty/],
    [{ size: 4, reason: 'x'.repeat(1_001) }, 'reason', /at most 1000/],
    [{ sise: 4 }, 'sise', /not a known field/],
    [{}, 'body', /at least one of size, min, max, policy, queue_cap, wait_bound_seconds/],
    [{ reason: 'because' }, 'body', /at least one of/],
    [undefined, 'body', /must be a JSON object/],
    [[{ size: 4 }], 'body', /must be a JSON object/],
    ['size', 'body', /must be a JSON object/],
  ];

  it.each(bad)('refuses %j, naming %s, and changes nothing', async (body, field, message) => {
    api.pools.begin();
    const answer = await patch(body);
    expect(answer.statusCode).toBe(422);
    const { errors } = answer.json<{ errors: { field: string; message: string }[] }>();
    expect(errors[0]?.field).toBe(field);
    expect(errors[0]?.message).toMatch(message);
    expect(api.pools.calls).not.toContain('configure default');
  });

  it('passes on what the pool itself refuses, which was changed meanwhile', async () => {
    api.pools.begin();
    api.pools.command = () => Promise.resolve({ kind: 'refused', reason: 'size must be from min to max (9 to 10)' });
    const answer = await patch({ min: 2 });
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ detail: 'size must be from min to max (9 to 10)' });
  });

  it('answers 503 for a pool that does not run, for no worker is there', async () => {
    const answer = await patch({ size: 4 });
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ type: 'urn:chimera:problem:pool-unavailable' });
  });
});

describe('POST /api/pool/pause, resume and drain', () => {
  it.each([
    ['pause', 'paused'],
    ['drain', 'draining'],
    ['resume', 'open'],
  ] as const)('%s leaves the intake %s, with its reason kept', async (command, intake) => {
    api.pools.begin();
    const answer = await send('POST', `/api/pool/${command}`, { reason: 'release day' });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ name: 'default', intake });
    expect((await get('/api/pool')).json()).toMatchObject({ intake });
    const { decisions } = (await get('/api/pool/decisions')).json<PoolDecisions>();
    expect(decisions[0]).toMatchObject({ action: command, reason: 'release day' });
  });

  it.each([[undefined], [{}]])('needs no reason, with the body %j', async (body) => {
    api.pools.begin({}, 'gpu');
    expect((await send('POST', '/api/pool/pause?name=gpu', body)).json()).toMatchObject({ intake: 'paused' });
  });

  it.each([
    [{ reason: 7 }, 'reason'],
    [{ reason: '' }, 'reason'],
    [{ because: 'x' }, 'because'],
    [[], 'body'],
    ['pause', 'body'],
  ])('refuses the body %j', async (body, field) => {
    for (const command of ['pause', 'resume', 'drain']) {
      const answer = await send('POST', `/api/pool/${command}`, body);
      expect(answer.statusCode).toBe(422);
      expect(answer.json()).toMatchObject({ errors: [{ field }] });
    }
    expect(api.pools.calls).toEqual([]);
  });
});

describe('GET /api/pool/decisions', () => {
  it('shows the newest first, as many as asked for', async () => {
    api.pools.begin();
    for (const size of [6, 7, 8]) await patch({ size });
    const answer = (await get('/api/pool/decisions?limit=2')).json<PoolDecisions>();
    expect(decisionsSchema.strict().parse(answer)).toEqual(answer);
    expect(answer.decisions.map(({ to_size }) => to_size)).toEqual([8, 7]);
  });
});

describe('GET /api/pool/demand', () => {
  it('is nought while the pool is idle, and counts what works and what could', async () => {
    expect((await get('/api/pool/demand')).json()).toMatchObject({ pool: 'default', demand: 0, pool_size: 5 });
    api.clock.now += 1_000;
    api.pools.begin({ size: 3 });
    api.pools.enqueue({ task_id: taskId(1) }, { task_id: taskId(2) });
    const two = (await get('/api/pool/demand')).json<object>();
    expect(demandSchema.strict().parse(two)).toEqual(two);
    expect(two).toMatchObject({ demand: 2, active: 2, queued: 0 });
    api.pools.enqueue({ task_id: taskId(3) }, { task_id: taskId(4) });
    api.clock.now += 1_000;
    expect((await get('/api/pool/demand')).json()).toMatchObject({ demand: 3, active: 3, queued: 1 });
  });
});

describe('GET /api/metrics', () => {
  it('shows the pool in figures', async () => {
    busy();
    api.clock.now += 30_000;
    const outcome = { status: 'completed', duration_ms: 90_000, retried_phases: 0, recovered_phases: 0 } as const;
    api.pools.tell([{ kind: 'release', task_id: taskId(3), ask: 1, outcome }]);
    const answer = (await get('/api/metrics')).json<object>();
    expect(poolMetricsSchema.strict().parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({
      pool: 'default',
      pool_size: 1,
      active_workflows: 1,
      total_workflows_processed: 1,
      queue_depth: 2,
      p95_workflow_duration_ms: 90_000,
      success_rate: 1,
      window_size: 1,
      stale: false,
    });
  });

  it('has null where there is nothing to reckon with', async () => {
    expect((await get('/api/metrics')).json()).toMatchObject({ p50_workflow_duration_ms: null, success_rate: null });
  });
});
