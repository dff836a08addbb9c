import { decodeCursor, encodeCursor } from '../../../src/domain/cursor.ts';
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
    list({ status, project, q = '', cursor = encodeCursor({ at: new Date(0), id: 'first' }), limit = 50 }) {
      const begin = decodeCursor(cursor).at.getTime();
      const fitting = [...rows.values()]
        .filter((row) => status === undefined || row.status === status)
        .filter((row) => project === undefined || row.request.project === project)
        .filter((row) => row.request.feature.toLowerCase().includes(q.toLowerCase()))
        .reverse();
      const end = begin + limit;
      const tasks = fitting.slice(begin, end).map((row) => ({ ...row.request, ...row }));
      return Promise.resolve({
        tasks,
        ...(end < fitting.length ? { next_cursor: encodeCursor({ at: new Date(end), id: 'next' }) } : {}),
      });
    },
    waitingForAccount(agent) {
      const waiting = [...rows.values()].filter(
        ({ waiting_for: waits }) => waits?.kind === 'account' && waits.agent === agent,
      );
      return Promise.resolve(waiting.map(({ task_id }) => task_id));
    },
    countByStatus() {
      const count = (status: TaskStatus): number => [...rows.values()].filter((row) => row.status === status).length;
      const counts = TASK_STATUSES.map((status) => [status, count(status)]);
      return Promise.resolve(Object.fromEntries(counts) as Record<TaskStatus, number>);
    },
  };
}
