import { hasEnded, isTaskId, type TaskState } from '../../domain/task.ts';
import type { ApiLog } from '../api-log.ts';
import { linksOf, type TemporalUiPlace } from '../../contract/links.ts';
import { InvalidCursorError } from '../../domain/cursor.ts';
import type { TaskListQuery, TaskRunStore, TaskSummary as RecordedTask } from '../../persistence/task-run-store.ts';
import type { TaskPlaces } from '../pool/task-places.ts';
import { invalidFields, Problem, storeUnavailable, taskNotFound } from '../problem/problem.ts';
import type { Submission } from '../../contract/task/requests.ts';
import type { TaskGateway } from '../../temporal/tasks/task-gateway.ts';
import type { TaskReader } from './task-reader.ts';
import type { SubmissionHeaders, TaskSubmitter } from './task-submitter.ts';
import { summarise, viewTask, waitingForLease } from './task-view.ts';
import type {
  CancellingTask,
  SubmittedTask,
  TaskPageView,
  TaskSummaryView,
  TaskView,
} from '../../contract/task/task.ts';

/** What the tasks' service works with; `now` gives ms since the epoch. */
export interface TasksParts {
  readonly submitter: TaskSubmitter;
  readonly reader: TaskReader;
  readonly gateway: TaskGateway;
  readonly runs: TaskRunStore;
  readonly places: Pick<TaskPlaces, 'of'>;
  readonly log: ApiLog;
  readonly temporalUi: TemporalUiPlace | undefined;
  readonly now: () => number;
}

/** Tasks as the API shows them. */
export class TasksService {
  readonly #parts: TasksParts;

  constructor(parts: TasksParts) {
    this.#parts = parts;
  }

  /** Starts a task; under a key that was used for the same submission, tells of the task that it started. */
  async submit(submission: Submission, headers: SubmissionHeaders): Promise<SubmittedTask & { replayed: boolean }> {
    const { task_id, created_at, replayed } = await this.#parts.submitter.submit(submission, headers);
    const status = replayed ? (await this.#parts.reader.read(task_id)).state.status : 'queued';
    return { task_id, status, created_at, links: linksOf(task_id, this.#parts.temporalUi), replayed };
  }

  /** One task. @throws {Problem} 404 for an id of no task. */
  async get(taskId: string): Promise<TaskView> {
    const { reader, temporalUi, now } = this.#parts;
    return viewTask(await reader.read(taskId), temporalUi, now());
  }

  /** One page of tasks from their rows. @throws {Problem} 422 for a cursor of another list, 503 without the store. */
  async list(query: TaskListQuery): Promise<TaskPageView> {
    const { runs, log } = this.#parts;
    const page = await runs.list(query).catch((error: unknown) => {
      if (error instanceof InvalidCursorError) {
        throw invalidFields([{ field: 'cursor', message: 'must be the next_cursor of an earlier page' }]);
      }
      log.error({ err: error }, 'the list of tasks could not be read');
      throw storeUnavailable('The list of tasks cannot be read now', error);
    });
    return {
      tasks: await Promise.all(page.tasks.map((task) => this.#summary(task))),
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
      throw new Problem(409, 'task-ended', `${taskId} ${endOf(state)}, so it cannot be cancelled any more.`);
    }
    return { task_id: taskId, status: state.status, cancel_requested: true, links: linksOf(taskId, temporalUi) };
  }

  /**
   * Gives a task another priority, in its pool's queue too. @throws {Problem} 404 for an id of no task, 409 for one that
   * has ended.
   */
  async reprioritise(taskId: string, priority: number): Promise<TaskSummaryView> {
    const { reader, gateway } = this.#parts;
    if (!isTaskId(taskId)) throw taskNotFound(taskId);
    const outcome = await gateway.reprioritise(taskId, priority);
    if (outcome.kind === 'done') {
      await this.#record(outcome.state);
      return this.#summary({ ...outcome.state.request, ...outcome.state });
    }
    const { state } = await reader.read(taskId);
    throw new Problem(409, 'task-ended', `${taskId} ${endOf(state)}, so its priority cannot change any more.`);
  }

  /** The row lets lists show a change that no worker writes down before the task's next step. */
  async #record(state: TaskState): Promise<void> {
    const { runs, log } = this.#parts;
    try {
      await runs.save(state);
    } catch (error) {
      log.warn({ err: error, task_id: state.task_id }, 'the row of a changed task could not be written');
    }
  }

  async #summary(task: RecordedTask): Promise<TaskSummaryView> {
    const { places, temporalUi, now } = this.#parts;
    const place = task.status === 'queued' ? await places.of(task.task_id, task.project) : undefined;
    return summarise(task, temporalUi, now(), place === undefined ? null : waitingForLease(place));
  }
}

function endOf(state: TaskState): string {
  return hasEnded(state) ? `is ${state.status}` : 'is ending';
}
