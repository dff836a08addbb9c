import { InvalidCursorError } from '../../../src/persistence/cursor.ts';
import type { TaskRunStore } from '../../../src/persistence/task-run-store.ts';
import { TASK_STATUSES, type TaskState, type TaskStatus } from '../../../src/domain/task.ts';

/** The tasks' records in a map, for unit tests; a cursor is the place of the next task. */
export function memoryTaskRuns(): TaskRunStore & { readonly rows: Map<string, TaskState> } {
  const rows = new Map<string, TaskState>();
  return {
    rows,
    save(state) {
      rows.set(state.task_id, state);
      return Promise.resolve(true);
    },
    saveAll(states) {
      for (const state of states) rows.set(state.task_id, state);
      return Promise.resolve();
    },
    get: (taskId) => Promise.resolve(rows.get(taskId)),
    list({ status, project, q = '', cursor = '0', limit = 50 }) {
      if (!/^\d+$/.test(cursor)) return Promise.reject(new InvalidCursorError('no such place'));
      const fitting = [...rows.values()]
        .filter((row) => status === undefined || row.status === status)
        .filter((row) => project === undefined || row.request.project === project)
        .filter((row) => row.request.feature.toLowerCase().includes(q.toLowerCase()))
        .reverse();
      const end = Number(cursor) + limit;
      const tasks = fitting.slice(Number(cursor), end).map((row) => ({ ...row.request, ...row }));
      return Promise.resolve({ tasks, ...(end < fitting.length ? { next_cursor: String(end) } : {}) });
    },
    countByStatus() {
      const count = (status: TaskStatus): number => [...rows.values()].filter((row) => row.status === status).length;
      const counts = TASK_STATUSES.map((status) => [status, count(status)]);
      return Promise.resolve(Object.fromEntries(counts) as Record<TaskStatus, number>);
    },
  };
}
