import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ApiFixture, apiFixture } from '../../tests/support/api/api-fixture.ts';
import { memoryLog } from '../../tests/support/memory-log.ts';
import type { SubmittedTask } from '../contract/task/task.ts';

const { log, lines } = memoryLog();
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const SECRET = 'hunter2-4711';

let api: ApiFixture;
beforeAll(async () => {
  api = await apiFixture({ log });
});
afterAll(() => api.close());

/** Sends a request and gives the lines that came of it. */
async function saidOf(request: Parameters<ApiFixture['app']['inject']>[0]) {
  const before = lines().length;
  const answer = await api.app.inject(request);
  return { answer, said: lines().slice(before) };
}

async function submit() {
  const payload = { feature: `Open the home page. I see "${SECRET}".`, project: 'shop' };
  const { answer, said } = await saidOf({ method: 'POST', url: '/api/tasks', payload, headers: { traceparent } });
  return { task_id: answer.json<SubmittedTask>().task_id, said };
}

describe('the log of the API', () => {
  beforeEach(() => {
    api.pools.begin();
  });

  it('has a line for a task that is accepted and one for its request, with the task and its trace, and nothing sent', async () => {
    const { task_id, said } = await submit();
    const about = {
      ...{ level: 'info', task_id, trace_id: 'trace-8448eb211c80319c' },
      span_id: expect.stringMatching(/^span-[\da-f]{8}$/) as string,
    };
    expect(said).toMatchObject([
      {
        ...{ ...about, message: 'a task is accepted' },
        context: { project: 'shop', pool: 'default', priority: 5, pool_utilization: 0, active_workflows: 0 },
      },
      { ...about, context: { method: 'POST', route: '/api/tasks', status: 201, from: '127.0.0.1' } },
    ]);
    expect(JSON.stringify(said)).not.toContain(SECRET);
  });

  it('has a line for a request that changes a task, as loud as its answer', async () => {
    const { task_id } = await submit();
    const url = `/api/tasks/${task_id}?token=${SECRET}`;
    const { said } = await saidOf({ method: 'PATCH', url, payload: { priority: 2, [SECRET]: SECRET } });
    expect(said).toMatchObject([
      {
        ...{ level: 'warn', message: 'PATCH answered 422', task_id, trace_id: 'trace-8448eb211c80319c' },
        context: { method: 'PATCH', route: '/api/tasks/:id', status: 422, duration_ms: expect.any(Number) as number },
      },
    ]);
    api.gateway.away = true;
    const cancel = await saidOf({ method: 'POST', url: `/api/tasks/${task_id}/cancel`, payload: {} });
    api.gateway.away = false;
    expect(cancel.said.at(-1)).toMatchObject({ level: 'error', task_id, context: { status: 503 } });
    expect(JSON.stringify(said)).not.toContain(SECRET);
  });

  it('has a line for a request to nowhere, about no task, and none for one that reads', async () => {
    const { said } = await saidOf({ method: 'DELETE', url: '/api/nothing' });
    expect(said).toMatchObject([{ level: 'warn', context: { method: 'DELETE', status: 404 } }]);
    expect(said[0]).not.toHaveProperty('task_id');
    expect((await saidOf({ method: 'GET', url: '/api/tasks' })).said).toEqual([]);
  });
});
