import { newTask } from '../../domain/task-state.ts';
import type { ApiLog } from '../api-log.ts';
import type { TaskRunStore } from '../../persistence/task-run-store.ts';
import type { QueueGate } from '../pool/queue-gate.ts';
import { Problem } from '../problem/problem.ts';
import { type AcceptanceRules, type AcceptedInput, acceptSubmission } from './accept-submission.ts';
import type { Submission } from '../../contract/task/requests.ts';
import { startTrace } from './start-trace.ts';
import type { NewTask, StartOutcome, TaskGateway } from '../../temporal/tasks/task-gateway.ts';
import { fingerprintOf, randomTaskId, readIdempotencyKey, taskIdOfKey } from './task-id.ts';

/** A task that was accepted now, or by an earlier request under the same key. */
export interface Accepted {
  readonly task_id: string;
  readonly created_at: string;
  readonly replayed: boolean;
}

/** The headers of a submission that count. */
export interface SubmissionHeaders {
  /** Idempotency-Key */
  readonly key?: string | undefined;
  /** The caller's place in a trace (W3C `traceparent`). */
  readonly traceparent?: string | undefined;
}

const RANDOM_ID_TRIES = 3;

/** What submissions are accepted by. */
export interface SubmitterParts {
  readonly gateway: Pick<TaskGateway, 'start' | 'observe'>;
  readonly runs: Pick<TaskRunStore, 'save'>;
  readonly rules: AcceptanceRules;
  readonly gate: Pick<QueueGate, 'enter' | 'leave'>;
  readonly log: ApiLog;
}

/** Accepts submissions and starts their tasks, once a key. */
export class TaskSubmitter {
  readonly #parts: SubmitterParts;

  constructor(parts: SubmitterParts) {
    this.#parts = parts;
  }

  /**
   * @throws {Problem} 422 for a submission that is not acceptable, or for a key that belongs to another one; 429 for a
   * new one for which the pool has no room.
   * @throws {TemporalUnavailableError} when it is not known whether the task started; a key makes it safe to repeat.
   */
  async submit(submission: Submission, headers: SubmissionHeaders): Promise<Accepted> {
    const { gateway, rules, gate } = this.#parts;
    const key = readIdempotencyKey(headers.key);
    const input = await acceptSubmission(submission, rules);
    if (key === undefined) return this.#startAnew(input, headers.traceparent);
    const fingerprint = fingerprintOf(key, submission);
    const task = { ...traced(taskIdOfKey(key), input, headers.traceparent), fingerprint };
    const refusal = await gate.enter(input.pool, task.task_id);
    // A key that has its task is answered however full the queue is.
    if (refusal !== undefined && (await gateway.observe(task.task_id)) === undefined) throw refusal;
    const outcome = await this.#start(task);
    if (outcome.kind === 'started') return this.#started(task, outcome.created_at);
    if (outcome.fingerprint !== fingerprint) throw keyReused();
    return { task_id: task.task_id, created_at: outcome.created_at, replayed: true };
  }

  async #startAnew(input: AcceptedInput, traceparent: string | undefined): Promise<Accepted> {
    for (let tries = 1; tries <= RANDOM_ID_TRIES; tries += 1) {
      const task = traced(randomTaskId(), input, traceparent);
      const refusal = await this.#parts.gate.enter(input.pool, task.task_id);
      if (refusal !== undefined) throw refusal;
      const outcome = await this.#start(task);
      if (outcome.kind === 'started') return this.#started(task, outcome.created_at);
    }
    throw new Error(`No unused task id in ${RANDOM_ID_TRIES} tries.`);
  }

  /** Starts a task that the gate let in; one that did not start takes no room. */
  async #start(task: NewTask & { readonly input: AcceptedInput }): Promise<StartOutcome> {
    const { gateway, gate } = this.#parts;
    let outcome: StartOutcome | undefined;
    try {
      outcome = await gateway.start(task);
      return outcome;
    } finally {
      if (outcome?.kind !== 'started') gate.leave(task.input.pool, task.task_id);
    }
  }

  /** The row lets lists show the task before a worker has seen it; the task runs without it. */
  async #started({ task_id, input }: NewTask, created_at: string): Promise<Accepted> {
    const state = newTask(task_id, input.request, Date.parse(created_at), input.traceparent);
    try {
      await this.#parts.runs.save(state);
    } catch (error) {
      this.#parts.log.warn({ err: error, task_id }, 'the row of a new task could not be written');
    }
    return { task_id, created_at, replayed: false };
  }
}

/** A task in its trace. A repeat under a key begins no other one: the task that there is keeps its own. */
function traced(task_id: string, input: AcceptedInput, traceparent: string | undefined) {
  return { task_id, input: { ...input, ...startTrace(task_id, traceparent) } };
}

function keyReused(): Problem {
  const message = 'was used for a different request before; take a new key';
  return new Problem(422, 'key-reused', `Idempotency-Key: ${message}`, {
    errors: [{ field: 'Idempotency-Key', message }],
  });
}
