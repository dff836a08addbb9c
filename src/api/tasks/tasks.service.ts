import { isTaskId } from '../../domain/task.ts';
import type { ApiLog } from '../api-log.ts';
import { linksOf, type TemporalUi } from '../links.ts';
import { InvalidCursorError } from '../../persistence/cursor.ts';
import type { TaskListQuery, TaskRunStore } from '../../persistence/task-run-store.ts';
import { invalidFields, Problem, taskNotFound } from '../problem/problem.ts';
import type { Submission } from './submission.schema.ts';
import type { TaskGateway } from './task-gateway.ts';
import type { TaskReader } from './task-reader.ts';
import { hasEnded } from './task-snapshot.ts';
import type { TaskSubmitter } from './task-submitter.ts';
import { summarise, viewTask } from './task-view.ts';
import type { CancellingTask, SubmittedTask, TaskPage, TaskView } from './task-view.schema.ts';

/** What the tasks' service works with; `now` gives ms since the epoch. */
export interface TasksParts {
  readonly submitter: TaskSubmitter;
  readonly reader: TaskReader;
  readonly gateway: TaskGateway;
  readonly runs: TaskRunStore;
  readonly log: ApiLog;
  readonly temporalUi: TemporalUi | undefined;
  readonly now: () => number;
}

/** Tasks as the API shows them. */
export class TasksService {
  readonly #parts: TasksParts;

  constructor(parts: TasksParts) {
    this.#parts = parts;
  }

  /** Starts a task; under a key that was used for the same submission, tells of the task that it started. */
  async submit(submission: Submission, key: string | undefined): Promise<SubmittedTask & { replayed: boolean }> {
    const { task_id, created_at, replayed } = await this.#parts.submitter.submit(submission, key);
    const status = replayed ? (await this.#parts.reader.read(task_id)).state.status : 'queued';
    return { task_id, status, created_at, links: linksOf(task_id, this.#parts.temporalUi), replayed };
  }

  /** One task. @throws {Problem} 404 for an id of no task. */
  async get(taskId: string): Promise<TaskView> {
    const { reader, temporalUi, now } = this.#parts;
    return viewTask(await reader.read(taskId), temporalUi, now());
  }

  /** One page of tasks from their rows. @throws {Problem} 422 for a cursor of another list, 503 without the store. */
  async list(query: TaskListQuery): Promise<TaskPage> {
    const { runs, log, temporalUi, now } = this.#parts;
    const page = await runs.list(query).catch((error: unknown) => {
      if (error instanceof InvalidCursorError) {
        throw invalidFields([{ field: 'cursor', message: 'must be the next_cursor of an earlier page' }]);
      }
      log.error({ err: error }, 'the list of tasks could not be read');
      throw new Problem(503, 'store-unavailable', 'The list of tasks cannot be read now; try again in a moment.', {
        headers: { 'Retry-After': '5' },
        cause: error,
      });
    });
    return {
      tasks: page.tasks.map((task) => summarise(task, temporalUi, now())),
      next_cursor: page.next_cursor ?? null,
    };
  }

  /** Asks a task to end. @throws {Problem} 404 for an id of no task, 409 for one that has ended. */
  async cancel(taskId: string, reason: string): Promise<CancellingTask> {
    const { reader, gateway, temporalUi } = this.#parts;
    if (!isTaskId(taskId)) throw taskNotFound(taskId);
    const outcome = await gateway.cancel(taskId, reason);
    const { state } = await reader.read(taskId);
    if (outcome === 'ended' || outcome === 'unknown') {
      const how = hasEnded(state) ? `is ${state.status}` : 'is ending';
      throw new Problem(409, 'task-ended', `${taskId} ${how}, so it cannot be cancelled any more.`);
    }
    return { task_id: taskId, status: state.status, cancel_requested: true, links: linksOf(taskId, temporalUi) };
  }
}
