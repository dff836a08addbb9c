import { hasEnded, isTaskId, type TaskState } from '../../domain/task.ts';
import type { ApiLog } from '../api-log.ts';
import type { TaskPlaces } from '../pool/task-places.ts';
import type { TaskRunStore } from '../../persistence/task-run-store.ts';
import { taskNotFound } from '../problem/problem.ts';
import type { Observation, TaskGateway } from '../../temporal/tasks/task-gateway.ts';
import { taskClosedFromOutside, stateAtFirst, type TaskSnapshot } from './task-snapshot.ts';

/** Reads tasks: from their rows once they have ended, before that from their workflows. */
export class TaskReader {
  readonly #gateway: TaskGateway;
  readonly #runs: TaskRunStore;
  readonly #places: Pick<TaskPlaces, 'of'>;
  readonly #log: ApiLog;

  constructor(gateway: TaskGateway, runs: TaskRunStore, places: Pick<TaskPlaces, 'of'>, log: ApiLog) {
    this.#gateway = gateway;
    this.#runs = runs;
    this.#places = places;
    this.#log = log;
  }

  /**
   * The task as it is now. The workflow is asked only when it moved since `known`.
   * @throws {Problem} 404 for an id of no task.
   * @throws {TemporalUnavailableError} when the task has not ended and Temporal is away.
   */
  async read(taskId: string, known?: TaskSnapshot): Promise<TaskSnapshot> {
    if (!isTaskId(taskId)) throw taskNotFound(taskId);
    const row = await this.#row(taskId);
    if (row !== undefined && hasEnded(row)) return { state: row, stale: false };
    const observation = await this.#gateway.observe(taskId);
    if (observation === undefined) {
      // Temporal forgets closed workflows after a while; the row is what is left then.
      if (row === undefined) throw taskNotFound(taskId);
      return { state: row, stale: true };
    }
    if (observation.closed !== undefined) return this.#closed(taskId, observation, observation.closed, row);
    return this.#open(taskId, observation, row, known);
  }

  async #open(
    taskId: string,
    observation: Observation,
    row: TaskState | undefined,
    known: TaskSnapshot | undefined,
  ): Promise<TaskSnapshot> {
    const { run_id, history_length, attempt } = observation;
    const moment = { ...(attempt === undefined ? {} : { attempt }), seen: { run_id, history_length } };
    const unmoved = known?.seen?.run_id === run_id && known.seen.history_length === history_length;
    const state = unmoved && !known.stale ? known.state : await this.#gateway.state(taskId);
    if (state !== undefined) return this.#placed({ state, stale: false, ...moment });
    return this.#placed({ state: await this.#lastKnown(taskId, observation, row), stale: true, ...moment });
  }

  /** With the task's place in its pool's queue, while it waits there. */
  async #placed(snapshot: TaskSnapshot): Promise<TaskSnapshot> {
    const { task_id, request, status, waiting_for } = snapshot.state;
    if (status !== 'queued' && waiting_for?.kind !== 'lease') return snapshot;
    const place = await this.#places.of(task_id, request.project);
    return place === undefined ? snapshot : { ...snapshot, place };
  }

  async #closed(
    taskId: string,
    observation: Observation,
    closed: NonNullable<Observation['closed']>,
    row: TaskState | undefined,
  ): Promise<TaskSnapshot> {
    const left = await this.#gateway.finalState(taskId);
    if (left !== undefined) return { state: left, stale: false };
    const last = (await this.#gateway.state(taskId)) ?? (await this.#lastKnown(taskId, observation, row));
    return { state: taskClosedFromOutside(last, closed), stale: !hasEnded(last) };
  }

  async #lastKnown(taskId: string, observation: Observation, row: TaskState | undefined): Promise<TaskState> {
    if (row !== undefined) return row;
    const accepted = await this.#gateway.accepted(taskId);
    if (accepted === undefined) throw taskNotFound(taskId);
    return stateAtFirst(taskId, accepted, observation);
  }

  /** A store that is away must not hide a task that Temporal has. */
  async #row(taskId: string): Promise<TaskState | undefined> {
    try {
      return await this.#runs.get(taskId);
    } catch (error) {
      this.#log.warn({ err: error, task_id: taskId }, 'the row of a task could not be read');
      return undefined;
    }
  }
}
