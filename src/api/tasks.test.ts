import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ApiFixture, apiFixture } from '../../tests/support/api/api-fixture.ts';
import type { FakeWorkflow } from '../../tests/support/api/fake-task-gateway.ts';
import * as taskState from '../domain/task-state.ts';
import type { TaskState } from '../domain/task.ts';
import { type TaskPageView, type TaskView, taskViewSchema } from '../contract/task/task.ts';
import { TRACEPARENT } from '../../tests/support/traceparent.ts';

const REQUEST = { feature: 'Feature: Greeting\nI see "Hi"', target_url: 'http://a', priority: 5, project: 'shop' };
const ID = 'chimera-0123456789ab';
const NOW = Date.parse('2026-03-01T12:00:00.000Z');

let api: ApiFixture;
beforeAll(async () => {
  api = await apiFixture();
});
afterAll(() => api.close());
beforeEach(() => {
  api.gateway.workflows.clear();
  api.gateway.calls.length = 0;
  api.gateway.away = false;
  api.gateway.cancelOutcome = undefined;
  api.runs.rows.clear();
  api.clock.now = NOW;
});

const get = (url: string) => api.app.inject({ method: 'GET', url });
const running = (): TaskState =>
  taskState.phaseStarted(
    taskState.newTask(ID, REQUEST, NOW - 5_000, TRACEPARENT),
    'E2E_TEST_GENERATION',
    1,
    NOW - 4_000,
  );
const failed = (): TaskState =>
  taskState.failed(running(), { phase: 'E2E_TEST_GENERATION', type: 'Boom', message: 'no', retry_count: 3 }, NOW);

function there(workflow: Partial<FakeWorkflow> = {}): FakeWorkflow {
  const input = { request: REQUEST, traceparent: TRACEPARENT } as FakeWorkflow['started']['input'];
  const created_at = new Date(NOW - 5_000).toISOString();
  const whole = {
    started: { task_id: ID, input },
    observation: { run_id: 'r', history_length: 5, created_at },
    state: running(),
    finalState: undefined,
    ...workflow,
  };
  api.gateway.workflows.set(ID, whole);
  return whole;
}

describe('GET /api/tasks/:id', () => {
  it('shows the task with its phases, links and time so far', async () => {
    there();
    const answer = await get(`/api/tasks/${ID}`);
    expect(answer.statusCode).toBe(200);
    const task = answer.json<TaskView>();
    expect(taskViewSchema.strict().parse(task)).toEqual(task);
    expect(task).toMatchObject({
      task_id: ID,
      title: 'Greeting',
      feature: REQUEST.feature,
      status: 'running',
      phase: 'E2E_TEST_GENERATION',
      duration_ms: 4_000,
      progress: null,
      waiting_for: null,
      result: null,
      error: null,
      finished_at: null,
      stale: false,
      links: {
        self: `/api/tasks/${ID}`,
        events: `/api/tasks/${ID}/events`,
        artifacts: `/api/tasks/${ID}/artifacts`,
        temporal_ui: `http://127.0.0.1:8233/namespaces/default/workflows/${ID}`,
      },
    });
    expect(task.phases.map(({ status }) => status)).toEqual(['running', 'pending', 'pending', 'pending', 'pending']);
  });

  it('shows what the agent is doing, and counts the running attempt', async () => {
    const progress = {
      action: 'generate_test',
      message: 'writing',
      fraction: 0.5,
      at: '2026-03-01T11:59:59.000Z',
    } as const;
    const workflow = there();
    workflow.observation = {
      ...workflow.observation,
      attempt: { phase: 'E2E_TEST_GENERATION', attempt: 2, status: 'running', progress },
    };
    const task = (await get(`/api/tasks/${ID}`)).json<TaskView>();
    expect(task).toMatchObject({ progress, attempts: 2, waiting_for: null });
    expect(task.phases[0]).toMatchObject({ attempts: 2 });
  });

  it('says that it waits for a worker, or for the next attempt and why', async () => {
    const workflow = there();
    const { observation } = workflow;
    workflow.observation = { ...observation, attempt: { phase: 'E2E_TEST_GENERATION', attempt: 1, status: 'due' } };
    const unclaimed = (await get(`/api/tasks/${ID}`)).json<TaskView>();
    expect(unclaimed.waiting_for).toEqual({ kind: 'worker', phase: 'E2E_TEST_GENERATION' });
    const due_at = '2026-03-01T12:00:04.000Z';
    workflow.observation = {
      ...observation,
      attempt: { phase: 'E2E_TEST_GENERATION', attempt: 3, status: 'due', due_at, last_error: 'site away' },
    };
    const retrying = (await get(`/api/tasks/${ID}`)).json<TaskView>();
    expect(retrying.waiting_for).toEqual({
      kind: 'retry',
      phase: 'E2E_TEST_GENERATION',
      until: due_at,
      attempt: 3,
      error: 'site away',
    });
    expect(retrying.attempts).toBe(2);
  });

  it('takes a closed workflow’s own word for how it ended', async () => {
    const workflow = there({ finalState: failed() });
    workflow.observation = { ...workflow.observation, closed: { as: 'FAILED', at: new Date(NOW).toISOString() } };
    expect((await get(`/api/tasks/${ID}`)).json()).toMatchObject({
      status: 'failed',
      phase: 'FAILED',
      error: { type: 'Boom', retry_count: 3 },
      duration_ms: 4_000,
      stale: false,
    });
  });

  it('says so when the workflow was terminated from outside', async () => {
    const workflow = there({ state: undefined });
    workflow.observation = { ...workflow.observation, closed: { as: 'TERMINATED', at: new Date(NOW).toISOString() } };
    const task = (await get(`/api/tasks/${ID}`)).json<TaskView>();
    expect(task).toMatchObject({ status: 'failed', phase: 'FAILED', error: { type: 'TERMINATED' }, stale: true });
  });

  it('says cancelled for a workflow that closed as cancelled and left nothing', async () => {
    const workflow = there();
    workflow.observation = { ...workflow.observation, closed: { as: 'CANCELLED', at: new Date(NOW).toISOString() } };
    expect((await get(`/api/tasks/${ID}`)).json()).toMatchObject({ status: 'cancelled', phase: 'CANCELLED' });
  });

  it('falls back to the row, and says that it may lag, while no worker answers', async () => {
    there({ state: undefined });
    await api.runs.save(running());
    expect((await get(`/api/tasks/${ID}`)).json()).toMatchObject({ status: 'running', stale: true });
    expect(api.gateway.calls).toEqual(['observe', 'state']);
  });

  it('falls back to what was asked for when there is no row either', async () => {
    there({ state: undefined });
    expect((await get(`/api/tasks/${ID}`)).json()).toMatchObject({
      status: 'queued',
      feature: REQUEST.feature,
      created_at: '2026-03-01T11:59:55.000Z',
      stale: true,
    });
  });

  it.each(['failed', 'discarded'] as const)('answers for a %s task from its row, without Temporal', async (status) => {
    await api.runs.save({ ...failed(), status });
    api.gateway.away = true;
    expect((await get(`/api/tasks/${ID}`)).json()).toMatchObject({ status, stale: false });
    expect(api.gateway.calls).toEqual([]);
  });

  it('answers 503 for a task at work while Temporal is away', async () => {
    await api.runs.save(running());
    api.gateway.away = true;
    const answer = await get(`/api/tasks/${ID}`);
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
  });

  it('shows the row of a task that Temporal has forgotten', async () => {
    await api.runs.save(running());
    expect((await get(`/api/tasks/${ID}`)).json()).toMatchObject({ status: 'running', stale: true });
  });

  it.each([ID, 'chimera-0123456789AB', 'nonsense', 'chimera-0123456789ab0', '%20', "'; drop table task_runs", '%00'])(
    'answers 404 for %s, which is no task',
    async (id) => {
      for (const path of ['', '/events', '/artifacts', '/artifacts/a.txt']) {
        const answer = await get(`/api/tasks/${encodeURIComponent(id)}${path}`);
        expect(answer.statusCode).toBe(404);
        expect(answer.headers['content-type']).toBe('application/problem+json');
      }
    },
  );
});

describe('GET /api/tasks', () => {
  const id = (index: number): string => `chimera-${String(index).padStart(12, '0')}`;
  async function save(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      const request = { ...REQUEST, project: index % 2 === 0 ? 'shop' : 'blog', feature: `Sentence ${index}.` };
      const state = taskState.newTask(id(index), request, NOW + index, TRACEPARENT);
      await api.runs.save(index === 3 ? { ...state, status: 'completed', phase: 'COMPLETE' } : state);
    }
  }

  it('lists tasks newest first, page by page', async () => {
    await save(5);
    const first = (await get('/api/tasks?limit=3')).json<TaskPageView>();
    expect(first.tasks.map((task) => task.task_id)).toEqual([id(4), id(3), id(2)]);
    expect(first.tasks[0]).toMatchObject({ title: 'Sentence 4.', status: 'queued', duration_ms: null });
    const second = (await get(`/api/tasks?limit=3&cursor=${String(first.next_cursor)}`)).json<TaskPageView>();
    expect(second.tasks.map((task) => task.task_id)).toEqual([id(1), id(0)]);
    expect(second.next_cursor).toBeNull();
  });

  it('filters by status, project and text', async () => {
    await save(5);
    const found = async (query: string): Promise<readonly string[]> =>
      (await get(`/api/tasks?${query}`)).json<TaskPageView>().tasks.map((task) => task.task_id);
    expect(await found('status=completed')).toEqual([id(3)]);
    expect(await found('project=blog&status=queued')).toEqual([id(1)]);
    expect(await found('q=sentence%204')).toEqual([id(4)]);
  });

  it('lists tasks while Temporal is away', async () => {
    await save(1);
    api.gateway.away = true;
    expect((await get('/api/tasks')).statusCode).toBe(200);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=1e2', 'limit'],
    ['limit=', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['status=done', 'status'],
    ['status=queued&status=failed', 'status'],
    [`q=${'x'.repeat(201)}`, 'q'],
    ['q=%00', 'q'],
    ['q=a&q=b', 'q'],
    [`project=${'x'.repeat(64)}`, 'project'],
    ['cursor=nonsense', 'cursor'],
    ['sort=asc', 'sort'],
  ])('refuses ?%s and names the field', async (query, field) => {
    const answer = await get(`/api/tasks?${query}`);
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ errors: [{ field }] });
  });

  it('answers 503 when the records cannot be read, and says nothing of why', async () => {
    const runs = { ...api.runs, list: () => Promise.reject(new Error('password authentication failed')) };
    const own = await apiFixture({ runs });
    const answer = await own.app.inject({ method: 'GET', url: '/api/tasks' });
    expect(answer.statusCode).toBe(503);
    expect(answer.body).not.toContain('password');
    expect(own.log.lines[0]).toBe('error the list of tasks could not be read');
    await own.close();
  });
});

describe('POST /api/tasks/:id/cancel', () => {
  const cancel = (payload?: object, id = ID) =>
    api.app.inject({ method: 'POST', url: `/api/tasks/${id}/cancel`, ...(payload === undefined ? {} : { payload }) });

  it.each([[undefined], [{}], [{ reason: 'no longer wanted' }]])(
    'asks the task to end, with the body %j',
    async (body) => {
      there();
      const answer = await cancel(body);
      expect(answer.statusCode).toBe(202);
      expect(answer.json()).toMatchObject({ task_id: ID, status: 'running', cancel_requested: true });
      expect(api.gateway.calls).toContain('cancel');
    },
  );

  it('takes a wish to cancel that no worker has heard yet', async () => {
    there({ state: undefined });
    api.gateway.cancelOutcome = 'queued';
    expect((await cancel()).statusCode).toBe(202);
  });

  it('answers 409 for a task that has ended or is ending', async () => {
    const workflow = there({ finalState: failed() });
    workflow.observation = { ...workflow.observation, closed: { as: 'FAILED', at: new Date(NOW).toISOString() } };
    const ended = await cancel();
    expect(ended.statusCode).toBe(409);
    expect(ended.json<{ detail: string }>().detail).toContain('failed');
    expect(ended.json<{ type: string }>().type).toBe('urn:chimera:problem:task-ended');
    there();
    api.gateway.cancelOutcome = 'ended';
    const ending = await cancel();
    expect(ending.statusCode).toBe(409);
    expect(ending.json<{ detail: string }>().detail).toContain('is ending');
  });

  it('answers 409 for an ended task that Temporal has forgotten', async () => {
    await api.runs.save(failed());
    expect((await cancel()).statusCode).toBe(409);
  });

  it.each([ID, 'nonsense'])('answers 404 for %s, which is no task', async (id) => {
    expect((await cancel(undefined, id)).statusCode).toBe(404);
  });

  it.each([
    [{ reason: 7 }, 'reason'],
    [{ reason: ' ' }, 'reason'],
    [{ reason: 'x'.repeat(1_001) }, 'reason'],
    [{ because: 'x' }, 'because'],
    [[], 'body'],
  ])('refuses the body %j', async (body, field) => {
    there();
    const answer = await cancel(body);
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ errors: [{ field }] });
    expect(api.gateway.calls).toEqual([]);
  });

  it('answers 503 while Temporal is away', async () => {
    there();
    api.gateway.away = true;
    expect((await cancel()).statusCode).toBe(503);
  });
});
