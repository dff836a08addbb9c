import { newTask } from '../../domain/ledger.ts';
import type { TaskInput } from '../../workflows/task/contract.ts';
import type { ApiLog } from '../api-log.ts';
import type { TaskRunStore } from '../../persistence/task-run-store.ts';
import { Problem } from '../problem/problem.ts';
import { type AcceptanceRules, acceptSubmission } from './accept-submission.ts';
import type { Submission } from './submission.schema.ts';
import type { NewTask, StartOutcome, TaskGateway } from './task-gateway.ts';
import { fingerprintOf, randomTaskId, readIdempotencyKey, taskIdOfKey } from './task-id.ts';

/** A task that was accepted now, or by an earlier request under the same key. */
export interface Accepted {
  readonly task_id: string;
  readonly created_at: string;
  readonly replayed: boolean;
}

const RANDOM_ID_TRIES = 3;

/** Accepts submissions and starts their tasks, once a key. */
export class TaskSubmitter {
  readonly #gateway: TaskGateway;
  readonly #runs: TaskRunStore;
  readonly #rules: AcceptanceRules;
  readonly #log: ApiLog;

  constructor(gateway: TaskGateway, runs: TaskRunStore, rules: AcceptanceRules, log: ApiLog) {
    this.#gateway = gateway;
    this.#runs = runs;
    this.#rules = rules;
    this.#log = log;
  }

  /**
   * @throws {Problem} 422 for a submission that is not acceptable, or for a key that belongs to another one.
   * @throws {TemporalUnavailableError} when it is not known whether the task started; a key makes it safe to repeat.
   */
  async submit(submission: Submission, keyHeader: string | undefined): Promise<Accepted> {
    const key = readIdempotencyKey(keyHeader);
    const input = acceptSubmission(submission, this.#rules);
    if (key === undefined) return this.#startAnew(input);
    const fingerprint = fingerprintOf(key, submission);
    const task = { task_id: taskIdOfKey(key), input, fingerprint };
    const outcome = await this.#gateway.start(task);
    if (outcome.kind === 'started') return this.#started(task, outcome.created_at);
    if (outcome.fingerprint !== fingerprint) throw keyReused();
    return { task_id: task.task_id, created_at: outcome.created_at, replayed: true };
  }

  async #startAnew(input: TaskInput): Promise<Accepted> {
    for (let tries = 1; tries <= RANDOM_ID_TRIES; tries += 1) {
      const task = { task_id: randomTaskId(), input };
      const outcome: StartOutcome = await this.#gateway.start(task);
      if (outcome.kind === 'started') return this.#started(task, outcome.created_at);
    }
    throw new Error(`No unused task id in ${RANDOM_ID_TRIES} tries.`);
  }

  /** The row lets lists show the task before a worker has seen it; the task runs without it. */
  async #started({ task_id, input }: NewTask, created_at: string): Promise<Accepted> {
    const state = newTask(task_id, input.request, Date.parse(created_at));
    try {
      await this.#runs.save(state);
    } catch (error) {
      this.#log.warn({ err: error, task_id }, 'the row of a new task could not be written');
    }
    return { task_id, created_at, replayed: false };
  }
}

function keyReused(): Problem {
  const message = 'was used for a different request before; take a new key';
  return new Problem(422, 'key-reused', `Idempotency-Key: ${message}`, {
    errors: [{ field: 'Idempotency-Key', message }],
  });
}
