import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Context } from '@temporalio/activity';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { freePort } from '../support/free-port.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Api } from '../../src/api/main.ts';
import { taskIdOfKey } from '../../src/api/tasks/task-id.ts';
import type { PoolView, PoolDecisions } from '../../src/contract/pool/pool.ts';
import type { SubmittedTask, TaskPageView, TaskSummaryView, TaskView } from '../../src/contract/task/task.ts';
import { type LazyClient, lazyTemporalClient } from '../../src/temporal/connection.ts';
import type { PhaseResult } from '../../src/domain/phase-result.ts';
import { type Database, openDatabase } from '../../src/persistence/database.ts';
import type { TemporalServer } from '../../src/toolchain/temporal-server.ts';
import { KeptLog } from '../support/api/api-fixture.ts';
import { type EventClient, followEvents } from '../support/api/event-client.ts';
import { type Answer, ask as askAt, post as postTo } from '../support/api/http-client.ts';
import { createStage, GOOD, type Scripts } from '../support/scripted-phases.ts';
import { startApiOn, startTemporalAt, startWorkersAt } from './api.site.ts';

const FEATURE = 'Open the home page. I see "Welcome".';
const SUBMISSION = { feature: FEATURE, priority: 8 };
/** In ms. An answer that waits for Temporal is given up sooner; nobody who is asked without a limit gives up before. */
const SOON_MS = 9_000;
const patient = { timeout: 30_000, interval: 100 };

const stage = createStage();
const log = new KeptLog();
let directory: string;
let port: number;
let temporal: TemporalServer | undefined;
let database: Database;
let lazy: LazyClient;
let api: Api;
let stopWorkers: (() => Promise<void>) | undefined;

function startTemporal(): Promise<TemporalServer> {
  return startTemporalAt(port, directory);
}

async function startWorkers(): Promise<void> {
  const stop = await startWorkersAt(port, stage, lazy.client);
  stopWorkers = async () => {
    stopWorkers = undefined;
    await stop();
  };
}

beforeAll(async () => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
  });
  directory = await mkdtemp(join(tmpdir(), 'chimera-api-'));
  port = await freePort();
  database = await openDatabase({});
  lazy = lazyTemporalClient({ address: `127.0.0.1:${port}`, namespace: 'default' });
  // Temporal is not there yet, which must not keep the API from starting.
  api = await startApiOn({ client: lazy.client, database, directory, log });
});

afterAll(async () => {
  await stopWorkers?.();
  await api.close();
  await lazy.close();
  await database.close();
  await temporal?.stop();
  await rm(directory, { recursive: true, force: true });
});

const ask = <T>(path: string, init?: RequestInit): Promise<Answer<T>> => askAt<T>(new URL(path, api.url), init);
const post = <T = SubmittedTask>(path: string, body: object, headers?: Record<string, string>): Promise<Answer<T>> =>
  postTo<T>(new URL(path, api.url), body, headers);

const patch = <T>(path: string, body: object): Promise<Answer<T>> =>
  ask<T>(path, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** Submits a task whose phases follow the scripts. */
async function submit(key: string, scripts: Scripts = {}) {
  const play = stage.play(taskIdOfKey(key), scripts);
  const { status, body } = await post('/api/tasks', SUBMISSION, { 'idempotency-key': key });
  expect(status).toBe(201);
  return { ...play, id: body.task_id, self: body.links.self };
}

const look = async (self: string): Promise<TaskView> => (await ask<TaskView>(self)).body;

describe('before Temporal is there', () => {
  it('the API does not wait for it: it answers 503, and its health', async () => {
    const refused = await post<{ type: string }>('/api/tasks', SUBMISSION);
    expect(refused.status).toBe(503);
    expect(refused.ms).toBeLessThan(SOON_MS);
    expect(refused.headers.get('retry-after')).toBe('2');
    const health = await ask<{ temporal: string }>('/health');
    expect(health.body.temporal).toBe('down');
    expect(health.ms).toBeLessThan(SOON_MS);
  });
});

describe('with Temporal and workers', () => {
  beforeAll(async () => {
    temporal = await startTemporal();
    await startWorkers();
    await vi.waitFor(async () => {
      expect((await ask<{ status: string }>('/health')).body.status).toBe('healthy');
    }, patient);
  });

  it('a task is followed live from its start to its end', async () => {
    let finish = (): void => undefined;
    const gate = new Promise<void>((resolve) => (finish = resolve));
    const { id, self, order } = await submit('live', {
      CODE_IMPLEMENTATION: async () => {
        const at = new Date().toISOString();
        Context.current().heartbeat({ action: 'implement_feature', message: 'thinking', fraction: 0.3, at });
        await gate;
        return GOOD.CODE_IMPLEMENTATION;
      },
    });
    const client: EventClient = await followEvents(new URL(`${self}/events`, api.url));
    await vi.waitFor(() => {
      expect(client.states().at(-1)?.progress).toMatchObject({ message: 'thinking', fraction: 0.3 });
    }, patient);
    expect(await look(self)).toMatchObject({ status: 'running', phase: 'CODE_IMPLEMENTATION', stale: false });
    finish();
    await client.closed;
    expect(client.events.at(-1)?.event).toBe('end');
    expect(client.states().at(-1)).toMatchObject({ status: 'completed', phase: 'COMPLETE', waiting_for: null });
    const task = await look(self);
    expect(task).toMatchObject({ status: 'completed', result: { commit_sha: 'c2', validation_status: 'passed' } });
    expect(task.phases.map(({ status, attempts }) => [status, attempts])).toEqual(Array(5).fill(['passed', 1]));
    expect(task.links.temporal_ui).toBe(`http://127.0.0.1:8233/namespaces/default/workflows/${id}`);
    expect(order()).toHaveLength(5);
  });

  it('one key sent twenty times at once starts one workflow', async () => {
    const key = 'twenty';
    const play = stage.play(taskIdOfKey(key), {});
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post('/api/tasks', SUBMISSION, { 'idempotency-key': key })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.task_id))).toEqual(new Set([taskIdOfKey(key)]));
    expect(new Set(answers.map(({ body }) => body.created_at)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === null)).toHaveLength(1);
    await vi.waitFor(async () => {
      expect((await look(`/api/tasks/${taskIdOfKey(key)}`)).status).toBe('completed');
    }, patient);
    expect(play.order()).toHaveLength(5);
  });

  it('a key is remembered after its task has ended, and refused for another request', async () => {
    const { id, self } = await submit('ended');
    await vi.waitFor(async () => {
      expect((await look(self)).status).toBe('completed');
    }, patient);
    const again = await post('/api/tasks', SUBMISSION, { 'idempotency-key': 'ended' });
    expect(again).toMatchObject({ status: 201, body: { task_id: id, status: 'completed' } });
    const other = await post('/api/tasks', { ...SUBMISSION, priority: 1 }, { 'idempotency-key': 'ended' });
    expect(other.status).toBe(422);
  });

  it('a task shows itself in Temporal by summary, details and search attributes', async () => {
    const { id } = await submit('shown');
    const description = await lazy.client.workflow.getHandle(id).describe();
    expect(await description.staticSummary()).toBe(FEATURE);
    expect(await description.staticDetails()).toContain('**Project** shop');
    const attributes = Object.fromEntries(
      description.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]),
    );
    expect(attributes).toMatchObject({ ChimeraPriority: 8, ChimeraProject: 'shop' });
    await vi.waitFor(async () => {
      expect((await look(`/api/tasks/${id}`)).status).toBe('completed');
    }, patient);
  });

  it('a failed task says why', async () => {
    const { self } = await submit('failing', {
      GUARDIAN_REVIEW: () => ({
        phase: 'GUARDIAN_REVIEW',
        verdict: 'rejected',
        output: { decision: 'rejected', score: 0.1, findings: [{ rule: 'r', severity: 'ERROR', message: 'a secret' }] },
        artifacts: [],
      }),
    });
    await vi.waitFor(async () => {
      const task = await look(self);
      expect(task).toMatchObject({ status: 'failed', phase: 'FAILED', error: { phase: 'GUARDIAN_REVIEW' } });
      expect(task.error?.message).toContain('a secret');
    }, patient);
  });

  it('an attempt that failed is told with the time of the next', async () => {
    const { self } = await submit('retrying', {
      E2E_TEST_GENERATION: (_input, call) => {
        if (call === 1) throw new Error('the site is away');
        return GOOD.E2E_TEST_GENERATION;
      },
    });
    await vi.waitFor(async () => {
      expect((await look(self)).waiting_for).toMatchObject({ kind: 'retry', attempt: 2, error: 'the site is away' });
    }, patient);
    await vi.waitFor(async () => {
      const task = await look(self);
      expect(task.status).toBe('completed');
      expect(task.phases[0]?.attempts).toBe(2);
    }, patient);
  });

  it('a full queue is 429, and what waits is told its place, moved and let in', async () => {
    const held = Array.from({ length: 4 }, () => Promise.withResolvers<PhaseResult>());
    const script = (index: number): Scripts => ({
      E2E_TEST_GENERATION: () => held[index]?.promise ?? GOOD.E2E_TEST_GENERATION,
    });
    const working = [await submit('works-0', script(0)), await submit('works-1', script(1))];
    await vi.waitFor(async () => {
      expect((await ask<PoolView>('/api/pool')).body).toMatchObject({ active: 2, queued: 0 });
    }, patient);
    const [first, second] = [await submit('waits-0', script(2)), await submit('waits-1', script(3))];
    const refused = await post<{ type: string }>('/api/tasks', SUBMISSION);
    expect(refused).toMatchObject({ status: 429, body: { type: 'urn:chimera:problem:queue-full' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await vi.waitFor(async () => {
      expect((await look(second.self)).waiting_for).toMatchObject({ kind: 'lease', position: 2 });
    }, patient);
    const moved = await patch<TaskSummaryView>(second.self, { priority: 10 });
    expect(moved).toMatchObject({ status: 200, body: { priority: 10 } });
    await vi.waitFor(async () => {
      expect((await look(second.self)).waiting_for).toMatchObject({ position: 1 });
      expect((await look(first.self)).waiting_for).toMatchObject({ position: 2 });
    }, patient);
    const wider = await patch('/api/pool', { size: 4, reason: 'let all in' });
    expect(wider).toMatchObject({ status: 200, body: { pool_size: 4, settings: { max: 4 } } });
    for (const { resolve } of held) resolve(GOOD.E2E_TEST_GENERATION);
    for (const { self } of [...working, first, second]) {
      await vi.waitFor(async () => {
        expect((await look(self)).status).toBe('completed');
      }, patient);
    }
    expect((await ask('/api/metrics')).body).toMatchObject({ pool: 'default', active_workflows: 0 });
    const { decisions } = (await ask<PoolDecisions>('/api/pool/decisions')).body;
    expect(decisions[0]).toMatchObject({ action: 'configure', from_size: 2, to_size: 4, reason: 'let all in' });
    expect((await patch(first.self, { priority: 1 })).status).toBe(409);
  });

  it('a task is cancelled, once', async () => {
    const { self } = await submit('cancelled', {
      CODE_IMPLEMENTATION: async () => {
        const beat = setInterval(() => {
          Context.current().heartbeat();
        }, 50);
        try {
          await Context.current().cancelled;
        } finally {
          clearInterval(beat);
        }
        return GOOD.CODE_IMPLEMENTATION;
      },
    });
    await vi.waitFor(async () => {
      expect((await look(self)).phase).toBe('CODE_IMPLEMENTATION');
    }, patient);
    const answer = await post(`${self}/cancel`, { reason: 'no longer wanted' });
    expect(answer).toMatchObject({ status: 202, body: { cancel_requested: true } });
    await vi.waitFor(async () => {
      expect(await look(self)).toMatchObject({ status: 'cancelled', phase: 'CANCELLED' });
    }, patient);
    expect((await post(`${self}/cancel`, {})).status).toBe(409);
    expect((await post('/api/tasks/chimera-000000000000/cancel', {})).status).toBe(404);
  });
});

describe('without workers', () => {
  it('a task is accepted, shown as stale, listed, and cancelled once a worker comes', async () => {
    await stopWorkers?.();
    const { id, self } = await submit('unattended');
    const first = await ask<TaskView>(self);
    expect(first.status).toBe(200);
    expect(first.ms).toBeLessThan(SOON_MS);
    expect(first.body).toMatchObject({ status: 'queued', stale: true, feature: FEATURE });
    const page = (await ask<TaskPageView>('/api/tasks?status=queued&q=welcome')).body;
    expect(page.tasks.map((task) => task.task_id)).toContain(id);
    expect((await post(`${self}/cancel`, {})).status).toBe(202);
    await startWorkers();
    await vi.waitFor(async () => {
      expect(await look(self)).toMatchObject({ status: 'cancelled' });
    }, patient);
  });
});

describe('when Temporal is killed', () => {
  it('the API does not wait for it: it answers 503, lists tasks still, and recovers by itself', async () => {
    await stopWorkers?.();
    const { id, self } = await submit('survivor');
    const client = await followEvents(new URL(`${self}/events`, api.url));
    await temporal?.kill();
    for (const answer of [
      await post('/api/tasks', SUBMISSION),
      await ask(self),
      await post(`${self}/cancel`, {}),
      await ask(`${self}/events`),
    ]) {
      expect(answer.status).toBe(503);
      expect(answer.ms).toBeLessThan(SOON_MS);
    }
    const health = await ask<{ status: string; temporal: string }>('/health');
    expect(health.ms).toBeLessThan(SOON_MS);
    await vi.waitFor(async () => {
      expect((await ask('/health')).body).toMatchObject({ status: 'degraded', temporal: 'down' });
    }, patient);
    expect((await ask('/api/tasks')).status).toBe(200);

    temporal = await startTemporal();
    await vi.waitFor(async () => {
      expect((await post('/api/tasks', SUBMISSION, { 'idempotency-key': 'after' })).status).toBe(201);
    }, patient);
    stage.play(taskIdOfKey('after'), {});
    await startWorkers();
    await vi.waitFor(async () => {
      expect(await look(self)).toMatchObject({ task_id: id, status: 'completed' });
    }, patient);
    await client.closed;
    expect(client.events.at(-1)?.event).toBe('end');
  });
});
