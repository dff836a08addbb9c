import { describe, expect, it } from 'vitest';
import { newTask } from '../domain/task-state.ts';
import type { TaskState, TaskStatus } from '../domain/task.ts';
import type { ListedTask } from '../temporal/tasks/list-tasks.ts';
import { recoverRecords } from './recover-records.ts';
import { TRACEPARENT } from '../../tests/support/traceparent.ts';

const REQUEST = { feature: 'f', target_url: 'http://127.0.0.1:1', priority: 5, project: 'shop' };
const task = (id: string, status: TaskStatus): TaskState => ({ ...newTask(id, REQUEST, 0, TRACEPARENT), status });

/** Recovers with these records, for tasks that Temporal lists as open or closed. */
async function recover(recorded: readonly TaskState[], listed: Record<string, 'open' | 'closed'>) {
  const rows = new Map(recorded.map((state) => [state.task_id, state]));
  async function* tasks(): AsyncGenerator<ListedTask> {
    for (const [task_id, is] of Object.entries(listed)) yield await Promise.resolve({ task_id, open: is === 'open' });
  }
  const asked: string[] = [];
  const saved = await recoverRecords({
    tasks: tasks(),
    gateway: {
      state: (id) => {
        asked.push(`state ${id}`);
        return Promise.resolve(id === 'mute' ? undefined : task(id, id === 'cancelled' ? 'cancelled' : 'running'));
      },
      finalState: (id) => {
        asked.push(`final ${id}`);
        return Promise.resolve(id === 'cancelled' ? undefined : task(id, 'completed'));
      },
    },
    runs: {
      get: (id) => Promise.resolve(rows.get(id)),
      save: (state) => {
        rows.set(state.task_id, state);
        return Promise.resolve(true);
      },
    },
  });
  return { saved, asked, statuses: Object.fromEntries([...rows].map(([id, { status }]) => [id, status])) };
}

describe('recovery of the records', () => {
  it('writes what is missing, from the workflow itself', async () => {
    const { saved, statuses } = await recover([], { done: 'closed', busy: 'open', cancelled: 'closed' });
    expect(saved).toBe(3);
    expect(statuses).toEqual({ done: 'completed', busy: 'running', cancelled: 'cancelled' });
  });

  it('ends the record of a task that ended while the database was away', async () => {
    const { statuses } = await recover([task('done', 'running')], { done: 'closed' });
    expect(statuses).toEqual({ done: 'completed' });
  });

  it('asks nothing of tasks whose records are as they should be', async () => {
    const records = [task('done', 'completed'), task('busy', 'running')];
    expect((await recover(records, { done: 'closed', busy: 'open' })).asked).toEqual([]);
  });

  it('leaves out a workflow that cannot answer', async () => {
    expect(await recover([], { mute: 'open' })).toMatchObject({ saved: 0, statuses: {} });
  });
});
