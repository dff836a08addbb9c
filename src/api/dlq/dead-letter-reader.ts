import type { DeadLetter } from '../../domain/dead-letter.ts';
import { closedFromOutside, overtaken, readDeadLetterId } from '../../domain/dead-letter-record.ts';
import type { DeadLetterStore } from '../../persistence/dead-letter-store.ts';
import type { ApiLog } from '../api-log.ts';
import type { TaskGateway } from '../../temporal/tasks/task-gateway.ts';
import { TaskSilentError, TemporalUnavailableError } from '../../temporal/call.ts';
import type { DeadLetterGateway } from '../../temporal/tasks/dead-letter-gateway.ts';
import { deadLetterNotFound } from './dead-letter-problems.ts';

/** A dead letter as far as it could be learned. */
export interface DeadLetterReading {
  readonly entry: DeadLetter;
  /** True when its workflow did not answer, so that this is what was recorded of it last. */
  readonly stale: boolean;
}

/** What the reader asks. */
export interface DeadLetterSources {
  readonly gateway: Pick<DeadLetterGateway, 'deadLetter'>;
  readonly tasks: Pick<TaskGateway, 'observe'>;
  readonly mirror: Pick<DeadLetterStore, 'get' | 'save'>;
  readonly log: ApiLog;
}

/** Reads dead letters: a decided one from its record, a parked one from its workflow. What was learned is recorded. */
export class DeadLetterReader {
  readonly #sources: DeadLetterSources;

  constructor(sources: DeadLetterSources) {
    this.#sources = sources;
  }

  /**
   * @throws {Problem} 404 for an id of no dead letter.
   * @throws {TaskSilentError} when there is no record and no worker answers for the workflow.
   * @throws {TemporalUnavailableError} when there is no record and Temporal is away.
   */
  async read(id: string): Promise<DeadLetterReading> {
    const named = readDeadLetterId(id);
    if (named === undefined) throw deadLetterNotFound(id);
    const recorded = await this.#recorded(id);
    if (recorded !== undefined && recorded.status !== 'parked') return { entry: recorded, stale: false };
    const latest = await this.#latest(named.task_id, recorded);
    if (latest?.generation === named.generation) return this.#learned(recorded, latest);
    if (recorded === undefined) throw deadLetterNotFound(id);
    if (latest === undefined || latest.generation < named.generation) return { entry: recorded, stale: true };
    return this.#learned(recorded, overtaken(recorded));
  }

  /** Writes down what a workflow said of its dead letter; a mirror that is away is only told of in the log. */
  async record(entry: DeadLetter): Promise<void> {
    const { mirror, log } = this.#sources;
    try {
      await mirror.save(entry);
    } catch (error) {
      log.warn({ err: error, id: entry.id, task_id: entry.task_id }, 'a dead letter could not be recorded');
    }
  }

  /** The latest dead letter of a task in its workflow's words; undefined when there is none, or a record must do. */
  async #latest(taskId: string, recorded: DeadLetter | undefined): Promise<DeadLetter | undefined> {
    const { gateway, tasks } = this.#sources;
    try {
      const latest = await gateway.deadLetter(taskId);
      if (latest === undefined && recorded === undefined && (await tasks.observe(taskId)) !== undefined) {
        throw new TaskSilentError(`No worker answers for ${taskId}; try again in a moment.`);
      }
      if (latest?.status !== 'parked') return latest ?? undefined;
      const closed = (await tasks.observe(taskId))?.closed;
      return closed === undefined ? latest : closedFromOutside(latest, closed.at);
    } catch (error) {
      if (recorded === undefined || !(error instanceof TemporalUnavailableError)) throw error;
      return undefined;
    }
  }

  async #learned(recorded: DeadLetter | undefined, entry: DeadLetter): Promise<DeadLetterReading> {
    const isNews =
      recorded?.status !== entry.status ||
      recorded.investigated !== entry.investigated ||
      recorded.resolution !== entry.resolution;
    if (isNews) await this.record(entry);
    return { entry, stale: false };
  }

  /** A mirror that is away must not hide a parked task. */
  async #recorded(id: string): Promise<DeadLetter | undefined> {
    const { mirror, log } = this.#sources;
    try {
      return await mirror.get(id);
    } catch (error) {
      log.warn(
        { err: error, id, task_id: readDeadLetterId(id)?.task_id },
        'the record of a dead letter could not be read',
      );
      return undefined;
    }
  }
}
