import { beforeEach, describe, expect, it } from 'vitest';
import * as taskState from '../domain/task-state.ts';
import type { TaskState } from '../domain/task.ts';
import { InvalidCursorError } from '../domain/cursor.ts';
import type { Database } from './database.ts';
import { createPhaseRunStore } from './phase-run-store.ts';
import { rebuildTaskRuns } from './rebuild.ts';
import { phaseRuns, taskRuns } from './schema.ts';
import { createTaskRunStore, type TaskListQuery } from './task-run-store.ts';
import { TRACEPARENT } from '../../tests/support/traceparent.ts';

/** Hundreds of rows written one by one take their time on a busy computer. */
const MANY_ROWS = { timeout: 60_000 };

const NOON = Date.parse('2026-03-01T12:00:00.123Z');

function taskId(number: number): string {
  return `chimera-${number.toString(16).padStart(12, '0')}`;
}

function task(number: number, given: { feature?: string; project?: string; createdAt?: number } = {}): TaskState {
  const { feature = 'A visitor can search', project = 'shop', createdAt = NOON } = given;
  const request = { feature, project, target_url: 'http://localhost:3000', priority: 5 };
  return taskState.newTask(taskId(number), request, createdAt, TRACEPARENT);
}

const begun = (state: TaskState) => taskState.phaseStarted(state, 'E2E_TEST_GENERATION', 1, NOON + 1_000);

const error = { phase: 'E2E_TEST_GENERATION', type: 'Terminal', message: 'no', retry_count: 0 };

function ended(state: TaskState): TaskState {
  return taskState.failed(
    taskState.phaseGivenUp(begun(state), 'failed', { attempts: 1 }, NOON + 5_000),
    error,
    NOON + 5_500,
  );
}

/** What the stores must do on every database. */
export function describeStores(open: () => Database): void {
  const store = () => createTaskRunStore(open().db);

  async function pages(query: TaskListQuery): Promise<readonly string[][]> {
    const found: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await store().list(cursor === undefined ? query : { ...query, cursor });
      found.push(page.tasks.map((summary) => summary.task_id));
      cursor = page.next_cursor;
    } while (cursor !== undefined);
    return found;
  }

  const found = async (q: string) => (await pages({ q })).flat();

  beforeEach(async () => {
    await open().db.delete(taskRuns);
    await open().db.delete(phaseRuns);
  });

  describe('a recorded task', () => {
    it('is read back as it was written', async () => {
      const state = ended(task(1, { feature: 'Grüße in "Anführung", ’x’ und \\ und 🦁; {"a": [1]}\n\tzweite Zeile' }));
      await store().save(state);
      expect(await store().get(state.task_id)).toEqual(state);
    });

    it('is not there when nobody recorded it', async () => {
      expect(await store().get(taskId(99))).toBeUndefined();
      expect(await store().get("x' or '1'='1")).toBeUndefined();
      expect(await store().get('chimera-\0')).toBeUndefined();
    });

    it('may hold what PostgreSQL refuses in a text', async () => {
      const state = { ...task(1, { feature: 'a\0b' }), error: { ...error, message: 'half \uD83E of a pair' } };
      expect(await store().save(state)).toBe(true);
      expect((await store().get(state.task_id))?.request.feature).toBe('a\uFFFDb');
      expect((await store().get(state.task_id))?.error?.message).toBe('half \uFFFD of a pair');
    });

    it('is listed with its times and how long it took', async () => {
      await store().save(task(1));
      await store().save(ended(task(2)));
      expect((await store().list({})).tasks).toEqual([
        {
          task_id: taskId(2),
          project: 'shop',
          feature: 'A visitor can search',
          target_url: 'http://localhost:3000',
          priority: 5,
          status: 'failed',
          phase: 'FAILED',
          created_at: '2026-03-01T12:00:00.123Z',
          started_at: '2026-03-01T12:00:01.123Z',
          finished_at: '2026-03-01T12:00:05.623Z',
          duration_ms: 4_500,
        },
        expect.objectContaining({ task_id: taskId(1), status: 'queued', phase: 'E2E_TEST_GENERATION' }),
      ]);
    });
  });

  describe('the order of a task’s states', () => {
    it('lets a later state follow an earlier one', async () => {
      const state = task(1);
      for (const next of [state, begun(state), ended(state)]) expect(await store().save(next)).toBe(true);
      expect((await store().get(state.task_id))?.status).toBe('failed');
    });

    it('never takes an ended task back to running', async () => {
      const state = task(1);
      await store().save(ended(state));
      expect(await store().save(begun(state))).toBe(false);
      expect(await store().save(state)).toBe(false);
      expect((await store().get(state.task_id))?.status).toBe('failed');
      expect((await store().countByStatus()).running).toBe(0);
    });

    it('never takes a running task back to an earlier attempt', async () => {
      const first = begun(task(1));
      const retried = taskState.phaseStarted(
        taskState.phaseGivenUp(first, 'failed', { attempts: 1 }, NOON),
        'E2E_TEST_GENERATION',
        1,
        NOON,
      );
      await store().save(retried);
      expect(await store().save(first)).toBe(false);
    });

    it('lets the latest word on what a task waits for stand', async () => {
      const state = task(1);
      await store().save(taskState.waiting(state, { kind: 'lease', position: 3 }));
      expect(await store().save(taskState.waiting(state, { kind: 'lease', position: 2 }))).toBe(true);
      expect((await store().get(state.task_id))?.waiting_for).toEqual({ kind: 'lease', position: 2 });
    });

    it('holds when many write at once', async () => {
      const state = task(1);
      const states = [state, begun(state), ended(state)];
      await Promise.all(Array.from({ length: 30 }, (_, n) => store().save(states[n % 3] ?? state)));
      expect((await store().get(state.task_id))?.status).toBe('failed');
    });

    it('keeps the time of acceptance that was recorded first, and so the task’s place', async () => {
      await store().save(task(1));
      await store().save(begun(task(1, { createdAt: NOON + 700 })));
      expect((await store().list({})).tasks[0]?.created_at).toBe('2026-03-01T12:00:00.123Z');
    });
  });

  describe('a list', () => {
    it('has the newest first', async () => {
      for (const [number, createdAt] of [NOON, NOON + 2, NOON + 1].entries()) {
        await store().save(task(number, { createdAt }));
      }
      expect(await pages({})).toEqual([[taskId(1), taskId(2), taskId(0)]]);
    });

    it('neither loses nor repeats a task among 250 accepted in the same millisecond', MANY_ROWS, async () => {
      for (let number = 0; number < 250; number += 1) await store().save(task(number));
      const seen = await pages({ limit: 40 });
      expect(seen.map((page) => page.length)).toEqual([40, 40, 40, 40, 40, 40, 10]);
      expect(new Set(seen.flat()).size).toBe(250);
    });

    it('goes on where it was when tasks come and change between two pages', async () => {
      for (let number = 0; number < 6; number += 1) await store().save(task(number));
      const first = await store().list({ limit: 3 });
      await store().save(task(50, { createdAt: NOON + 10 }));
      await store().save(ended(task(5)));
      const second = await store().list({ limit: 3, cursor: first.next_cursor ?? '' });
      expect([...first.tasks, ...second.tasks].map((summary) => summary.task_id)).toEqual(
        [5, 4, 3, 2, 1, 0].map(taskId),
      );
      expect(second.next_cursor).toBeUndefined();
    });

    it('can be of one status, of one project, or both', async () => {
      await store().save(task(1));
      await store().save(ended(task(2)));
      await store().save(ended(task(3, { project: 'blog' })));
      expect(await pages({ status: 'failed' })).toEqual([[taskId(3), taskId(2)]]);
      expect(await pages({ project: 'shop' })).toEqual([[taskId(2), taskId(1)]]);
      expect(await pages({ status: 'failed', project: 'shop' })).toEqual([[taskId(2)]]);
      expect(await pages({ status: 'failed', project: 'shop', limit: 1, q: 'SEARCH' })).toEqual([[taskId(2)]]);
    });

    it('has 1 to 200 tasks a page, whatever is asked for', MANY_ROWS, async () => {
      for (let number = 0; number < 201; number += 1) await store().save(task(number));
      expect((await store().list({ limit: 0 })).tasks).toHaveLength(1);
      expect((await store().list({ limit: 9_999 })).tasks).toHaveLength(200);
      expect((await store().list({})).tasks).toHaveLength(50);
    });

    it('takes along the beginning of a feature, and the record the whole of it', async () => {
      const feature = 'Open the shop. '.repeat(4_000);
      const state = task(1, { feature });
      await store().save(state);
      const { tasks } = await store().list({});
      expect(tasks.map((listed) => listed.feature)).toEqual([feature.slice(0, 4_000)]);
      expect((await store().get(state.task_id))?.request.feature).toBe(feature);
    });

    it('refuses a cursor that it has not given', async () => {
      await expect(store().list({ cursor: 'nonsense' })).rejects.toThrow(InvalidCursorError);
    });
  });

  describe('a search', () => {
    beforeEach(async () => {
      await store().save(task(1, { feature: 'Übersicht der Größen' }));
      await store().save(task(2, { feature: '100% of a_b with \\ and "quotes"' }));
      await store().save(task(0xabc, { feature: "Robert'); DROP TABLE task_runs;--" }));
    });

    it.each([
      ['größe', [1]],
      ['ÜBERSICHT', [1]],
      ['u\u0308bersicht', [1]],
      ['%', [2]],
      ['_', [0xabc, 2]],
      ['a_b', [2]],
      ['\\', [2]],
      ['"QUOTES"', [2]],
      ["'); drop table task_runs;--", [0xabc]],
      ["' or '1'='1", []],
      ['0ABC', [0xabc]],
      ['chimera-', [0xabc, 2, 1]],
      ['', [0xabc, 2, 1]],
      ['nothing of the kind', []],
      ['\0', []],
    ])('for %j finds what contains it', async (q, numbers) => {
      expect(await found(q)).toEqual(numbers.map(taskId));
    });

    it('does no harm', async () => {
      await found("'; DELETE FROM task_runs; --");
      expect((await store().countByStatus()).queued).toBe(3);
    });
  });

  it('counts tasks by status, those without any too', async () => {
    await store().save(task(1));
    await store().save(begun(task(2)));
    await store().save(ended(task(3)));
    await store().save(ended(task(4)));
    const none = { completed: 0, dead_lettered: 0, discarded: 0, cancelled: 0 };
    expect(await store().countByStatus()).toEqual({ queued: 1, running: 1, failed: 2, ...none });
  });

  it('knows which tasks wait for an agent’s account', async () => {
    const waits = (agent: string) =>
      ({ kind: 'account', agent, until: '2026-03-01T13:00:00.000Z', reason: 'The model answered 429.' }) as const;
    const mine = { ...begun(task(1)), waiting_for: waits('claude') };
    await store().saveAll([mine, { ...begun(task(2)), waiting_for: waits('codex') }, begun(task(3))]);
    expect(await store().waitingForAccount('claude')).toEqual([mine.task_id]);
    await store().save(ended(mine));
    expect(await store().waitingForAccount('claude')).toEqual([]);
  });

  it('can be rebuilt from the tasks’ states, beside tasks that go on', async () => {
    await store().save(ended(task(2)));
    async function* states() {
      yield* await Promise.resolve([task(1), begun(task(2)), ended(task(3))]);
    }
    expect(await rebuildTaskRuns(states(), store())).toEqual({ saved: 2, superseded: 1 });
    expect((await store().countByStatus()).failed).toBe(2);
    expect((await store().list({ q: 'search' })).tasks).toHaveLength(3);
  });

  describe('a phase’s record', () => {
    const runs = () => createPhaseRunStore(open().db);
    const start = {
      task_id: taskId(1),
      phase: 'GUARDIAN_REVIEW',
      project: 'shop',
      round: 1,
      call: 'run/1',
      attempt: 1,
      agent: 'built-in',
      started_at: '2026-03-01T12:00:00.000Z',
    } as const;
    const end = {
      ...start,
      status: 'rejected',
      verdict: 'rejected',
      finished_at: '2026-03-01T12:00:02.500Z',
    } as const;

    it('begins as running and ends with its verdict and duration', async () => {
      await runs().started(start);
      expect(await runs().ofTask(start.task_id)).toEqual([{ ...start, status: 'running' }]);
      await runs().finished(end);
      expect(await runs().ofTask(start.task_id)).toEqual([{ ...end, duration_ms: 2_500 }]);
    });

    it('is not reopened by a start that arrives late or again', async () => {
      await runs().finished(end);
      await runs().started(start);
      await runs().finished(end);
      expect(await runs().ofTask(start.task_id)).toEqual([{ ...end, duration_ms: 2_500 }]);
    });

    it('stays lost, whatever its worker says later', async () => {
      const lost = { ...start, status: 'lost', finished_at: '2026-03-01T12:00:01.000Z' } as const;
      await runs().started(start);
      await runs().finished(lost);
      await runs().finished(end);
      expect(await runs().ofTask(start.task_id)).toEqual([{ ...lost, duration_ms: 1_000 }]);
    });

    it('is one of each attempt in each call and round, in the order they began', async () => {
      const failed = { ...end, status: 'failed', error: 'connection refused' } as const;
      await runs().finished({ ...failed, attempt: 2, started_at: '2026-03-01T12:00:01.000Z' });
      await runs().finished(failed);
      await runs().finished({ ...end, call: 'run/2', started_at: '2026-03-01T12:00:02.000Z' });
      await runs().started({ ...start, round: 2, started_at: '2026-03-01T12:01:00.000Z' });
      await runs().started({ ...start, task_id: taskId(2) });
      const seen = await runs().ofTask(start.task_id);
      expect(seen.map(({ round, attempt, status }) => [round, attempt, status])).toEqual([
        [1, 1, 'failed'],
        [1, 2, 'failed'],
        [1, 1, 'rejected'],
        [2, 1, 'running'],
      ]);
      expect(seen[0]?.error).toBe('connection refused');
    });
  });
}
