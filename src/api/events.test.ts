import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ApiFixture, apiFixture } from '../../tests/support/api/api-fixture.ts';
import { type EventClient, followEvents } from '../../tests/support/api/event-client.ts';
import type { ApiParts } from './app.module.ts';
import * as taskState from '../domain/task-state.ts';
import type { TaskState } from '../domain/task.ts';
import { TRACEPARENT } from '../../tests/support/traceparent.ts';

const ID = 'chimera-0123456789ab';
const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const REQUEST = { feature: 'I see "Hi"', target_url: 'http://a', priority: 5, project: 'shop' };

let api: ApiFixture;
const clients: EventClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.leave();
  await api.close();
});

async function listen(headers: Record<string, string> = {}): Promise<EventClient> {
  const { port } = api.app.getHttpServer().address() as { port: number };
  const client = await followEvents(new URL(`http://127.0.0.1:${port}/api/tasks/${ID}/events`), headers);
  clients.push(client);
  return client;
}

async function start(parts: Partial<ApiParts> = {}): Promise<{ move: (state: TaskState) => void; running: TaskState }> {
  api = await apiFixture(parts);
  await api.app.listen(0, '127.0.0.1');
  const queued = taskState.newTask(ID, REQUEST, NOW, TRACEPARENT);
  const running = taskState.phaseStarted(queued, 'E2E_TEST_GENERATION', 1, NOW);
  const workflow = {
    started: { task_id: ID, input: { request: REQUEST, traceparent: TRACEPARENT } as never },
    observation: { run_id: 'r', history_length: 3, created_at: queued.created_at },
    state: queued,
    finalState: undefined,
  };
  api.gateway.workflows.set(ID, workflow);
  const move = (state: TaskState): void => {
    const { history_length } = workflow.observation;
    Object.assign(workflow, { state, observation: { ...workflow.observation, history_length: history_length + 1 } });
  };
  return { move, running };
}

const failed = (state: TaskState): TaskState =>
  taskState.failed(state, { phase: 'E2E_TEST_GENERATION', type: 'Boom', message: 'no', retry_count: 0 }, NOW + 1);
const statuses = ({ events }: EventClient): unknown[] =>
  events.map(({ event, data }) => [event, (JSON.parse(data) as TaskState).status]);

describe('GET /api/tasks/:id/events', () => {
  it('sends the task on every change and closes after the end', async () => {
    const { move, running } = await start();
    const client = await listen();
    expect(client.headers.get('content-type')).toBe('text/event-stream');
    expect(client.headers.get('x-content-type-options')).toBe('nosniff');
    await vi.waitFor(() => {
      expect(statuses(client)).toEqual([['state', 'queued']]);
    });
    move(running);
    await vi.waitFor(() => {
      expect(client.events).toHaveLength(2);
    });
    move(failed(running));
    await client.closed;
    expect(statuses(client)).toEqual([
      ['state', 'queued'],
      ['state', 'running'],
      ['state', 'failed'],
      ['end', 'failed'],
    ]);
    expect(JSON.parse(client.events[1]?.data ?? '')).toMatchObject({
      task_id: ID,
      links: {},
      phases: [{}, {}, {}, {}, {}],
    });
  });

  it('asks the workflow only when it moved, and sends nothing while nothing changes', async () => {
    const { move, running } = await start();
    const client = await listen();
    const looks = (name: string): number => api.gateway.calls.filter((call) => call === name).length;
    await vi.waitFor(() => {
      expect(looks('observe')).toBeGreaterThan(8);
    });
    // One question before the stream and one in it.
    expect(looks('state')).toBe(2);
    move(running);
    await vi.waitFor(() => {
      expect(client.events).toHaveLength(2);
    });
    expect(looks('state')).toBe(3);
    expect(new Set(client.events.map(({ id }) => id)).size).toBe(2);
  });

  it('sends the place in the queue as it changes, and asks the pool once a second', async () => {
    await start();
    api.pools.begin({ size: 1, min: 1 });
    api.pools.enqueue({ task_id: 'chimera-000000000001' }, { task_id: 'chimera-000000000002', priority: 9 });
    api.pools.enqueue({ task_id: ID });
    const client = await listen();
    const places = (): unknown[] =>
      client.states().map(({ waiting_for }) => (waiting_for?.kind === 'lease' ? waiting_for.position : undefined));
    await vi.waitFor(() => {
      expect(places()).toEqual([2]);
    });
    api.pools.tell([{ kind: 'reprioritise', task_id: ID, priority: 8 }]);
    await vi.waitFor(() => {
      expect(api.gateway.calls.filter((call) => call === 'observe').length).toBeGreaterThan(8);
    });
    expect(api.pools.calls).toEqual(['read default']);
    api.clock.now += 1_000;
    await vi.waitFor(() => {
      expect(places()).toEqual([2, 1]);
    });
  });

  it('sends progress, which is no event of the workflow’s history', async () => {
    const { move, running } = await start();
    move(running);
    const client = await listen();
    const workflow = api.gateway.workflows.get(ID);
    const progress = { action: 'generate_test', message: 'writing', at: '2026-03-01T12:00:01.000Z' } as const;
    if (workflow !== undefined) {
      const attempt = { phase: 'E2E_TEST_GENERATION', attempt: 1, status: 'running', progress } as const;
      workflow.observation = { ...workflow.observation, attempt };
    }
    await vi.waitFor(() => {
      expect(client.events.at(-1)?.data).toContain('"message":"writing"');
    });
  });

  it('follows a task once, however many listen, and stops when the last one goes', async () => {
    await start();
    const all = await Promise.all(Array.from({ length: 10 }, () => listen()));
    await vi.waitFor(() => {
      for (const client of all) expect(client.events).toHaveLength(1);
    });
    // Ten questions before the streams, one for them all.
    expect(api.gateway.calls.filter((call) => call === 'state')).toHaveLength(11);
    for (const client of all) client.leave();
    await vi.waitFor(async () => {
      const before = api.gateway.calls.length;
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(api.gateway.calls).toHaveLength(before);
    });
  });

  it('does not repeat the state that a returning client has', async () => {
    const { move, running } = await start();
    const first = await listen();
    await vi.waitFor(() => {
      expect(first.events).toHaveLength(1);
    });
    const returning = await listen({ 'last-event-id': first.events[0]?.id ?? '' });
    move(running);
    await vi.waitFor(() => {
      expect(returning.events).toHaveLength(1);
    });
    expect(statuses(returning)).toEqual([['state', 'running']]);
  });

  it('waits out a time without Temporal', async () => {
    const { move, running } = await start();
    const client = await listen();
    await vi.waitFor(() => {
      expect(client.events).toHaveLength(1);
    });
    api.gateway.away = true;
    await vi.waitFor(() => {
      expect(api.log.lines.some((line) => line.includes('while Temporal is away'))).toBe(true);
    });
    move(running);
    api.gateway.away = false;
    await vi.waitFor(() => {
      expect(client.events).toHaveLength(2);
    });
  });

  it('sends an ended task once and closes', async () => {
    const { running } = await start();
    await api.runs.save(failed(running));
    const client = await listen();
    await client.closed;
    expect(statuses(client)).toEqual([
      ['state', 'failed'],
      ['end', 'failed'],
    ]);
  });

  it('ends streams when the API shuts down', async () => {
    await start();
    const client = await listen();
    await vi.waitFor(() => {
      expect(client.events).toHaveLength(1);
    });
    await api.app.close();
    await client.closed;
    expect(client.events).toHaveLength(1);
  });

  it('closes and logs when the task cannot be read any more', async () => {
    await start();
    const client = await listen();
    await vi.waitFor(() => {
      expect(client.events).toHaveLength(1);
    });
    api.gateway.observe = () => Promise.reject(new Error('bug'));
    await client.closed;
    expect(api.log.lines).toContain('error a followed task cannot be read');
  });

  it('are so many for a client, and so many for all; who leaves makes room', async () => {
    for (const [streams, status] of [
      [{ inAll: 9, perClient: 2 }, 429],
      [{ inAll: 2, perClient: 9 }, 503],
    ] as const) {
      await start({ streams });
      const { port } = api.app.getHttpServer().address() as { port: number };
      const url = `http://127.0.0.1:${port}/api/tasks/${ID}/events`;
      const [first] = [await listen(), await listen()];
      const answer = await fetch(url);
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, '10']);
      expect(await answer.json()).toMatchObject({ type: 'urn:chimera:problem:too-many-streams' });
      first.leave();
      await vi.waitFor(async () => {
        expect((await listen()).headers.get('content-type')).toBe('text/event-stream');
      });
      if (status === 429) await api.close();
    }
  });

  it('leave no trace of a client that was gone before the first event', async () => {
    await start({ streams: { inAll: 1, perClient: 1 } });
    const { port } = api.app.getHttpServer().address() as { port: number };
    const held = Promise.withResolvers<undefined>();
    const { observe } = api.gateway;
    let asked = 0;
    api.gateway.observe = async (id) => {
      asked += 1;
      await held.promise;
      return observe.call(api.gateway, id);
    };
    const hasty = new AbortController();
    const url = `http://127.0.0.1:${port}/api/tasks/${ID}/events`;
    const lost = fetch(url, { signal: hasty.signal }).catch(() => 'gone');
    await vi.waitFor(() => {
      expect(asked).toBe(1);
    });
    hasty.abort();
    expect(await lost).toBe('gone');
    held.resolve(undefined);
    await vi.waitFor(async () => {
      expect((await listen()).headers.get('content-type')).toBe('text/event-stream');
    });
  });

  it('answers 503 rather than a stream when Temporal is away from the start', async () => {
    await start();
    api.gateway.away = true;
    const answer = await api.app.inject(`/api/tasks/${ID}/events`);
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['content-type']).toBe('application/problem+json');
  });
});
