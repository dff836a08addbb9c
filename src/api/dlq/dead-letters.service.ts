import { InvalidCursorError } from '../../domain/cursor.ts';
import { type DecisionKind, STATUS_AFTER } from '../../domain/dead-letter.ts';
import { readDeadLetterId } from '../../domain/dead-letter-record.ts';
import type { DeadLetterStore } from '../../persistence/dead-letter-store.ts';
import type { ApiLog } from '../api-log.ts';
import { invalidFields, type Problem } from '../problem/problem.ts';
import type { TaskGateway } from '../../temporal/tasks/task-gateway.ts';
import { BulkDecider } from './bulk-decider.ts';
import type { DeadLetterGateway, DecisionOutcome } from '../../temporal/tasks/dead-letter-gateway.ts';
import { alreadyDecided, deadLetterNotFound, mirrorUnavailable, refusedByTask } from './dead-letter-problems.ts';
import { DeadLetterReader } from './dead-letter-reader.ts';
import type {
  AnnotationBody,
  BulkBody,
  DeadLetterRequest,
  GroupsRequest,
  RequeueBody,
} from '../../contract/dead-letter/requests.ts';
import { budgetOf } from '../../contract/fields.ts';
import { detailedView, summaryView } from './dead-letter-view.ts';
import type {
  BulkOutcome,
  DeadLetterGroups,
  DeadLetterPageView,
  DeadLetterView,
} from '../../contract/dead-letter/dead-letter.ts';

/** What the service works with. */
export interface DeadLettersParts {
  readonly gateway: DeadLetterGateway;
  readonly tasks: Pick<TaskGateway, 'observe'>;
  readonly mirror: DeadLetterStore;
  readonly log: ApiLog;
}

/** The dead letter queue as the API shows and commands it: lists from the mirror, all else from the workflows. */
export class DeadLettersService {
  readonly #parts: DeadLettersParts;
  readonly #reader: DeadLetterReader;
  readonly #bulk: BulkDecider;

  constructor(parts: DeadLettersParts) {
    this.#parts = parts;
    this.#reader = new DeadLetterReader(parts);
    this.#bulk = new BulkDecider(parts.mirror);
  }

  /** @throws {Problem} 422 for a cursor of another list, 503 without the mirror. */
  async list({ status, ...query }: DeadLetterRequest): Promise<DeadLetterPageView> {
    const chosen = { ...query, ...(status === undefined ? {} : { status }) };
    const page = await this.#parts.mirror.list(chosen).catch((error: unknown) => {
      if (!(error instanceof InvalidCursorError)) throw this.#mirrorAway(error);
      throw invalidFields([{ field: 'cursor', message: 'must be the next_cursor of an earlier page' }]);
    });
    return { entries: page.entries.map(summaryView), next_cursor: page.next_cursor ?? null };
  }

  /** @throws {Problem} 503 without the mirror. */
  async groups(query: GroupsRequest): Promise<DeadLetterGroups> {
    const groups = await this.#parts.mirror.groups({ ...query, status: 'parked' }).catch((error: unknown) => {
      throw this.#mirrorAway(error);
    });
    return { groups };
  }

  /** @throws {Problem} 404 for an id of no dead letter. */
  async get(id: string): Promise<DeadLetterView> {
    const { entry, stale } = await this.#reader.read(id);
    return detailedView(entry, stale);
  }

  /** @throws {Problem} 404 for an id of no dead letter, 409 when it is not parked any more. */
  annotate(id: string, note: AnnotationBody): Promise<DeadLetterView> {
    return this.#ask(id, (taskId, generation) => this.#parts.gateway.annotate(taskId, { generation, ...note }));
  }

  /** @throws {Problem} 404 for an id of no dead letter, 409 when it is not parked any more. */
  decide(kind: DecisionKind, id: string, { reason, ...more }: Partial<RequeueBody>): Promise<DeadLetterView> {
    const budget = budgetOf(more);
    const given = { ...(reason === undefined ? {} : { reason }), ...(budget === undefined ? {} : { budget }) };
    return this.#ask(id, (taskId, generation) => this.#parts.gateway.decide(kind, taskId, { generation, ...given }));
  }

  /** @throws {Problem} 503 when the mirror, which says what fits the filter, cannot be read. */
  decideMany(kind: DecisionKind, body: BulkBody): Promise<BulkOutcome> {
    return this.#bulk.run(body, {
      decide: (id) => this.decide(kind, id, body),
      isMade: async (id) => {
        const { entry } = await this.#reader.read(id);
        return entry.status === STATUS_AFTER[kind] && entry.reason === (body.reason ?? null);
      },
    });
  }

  async #ask(
    id: string,
    update: (taskId: string, generation: number) => Promise<DecisionOutcome>,
  ): Promise<DeadLetterView> {
    const named = readDeadLetterId(id);
    if (named === undefined) throw deadLetterNotFound(id);
    const outcome = await update(named.task_id, named.generation);
    if (outcome.kind !== 'done') throw await this.#whyNot(id, outcome);
    await this.#reader.record(outcome.entry);
    return detailedView(outcome.entry, false);
  }

  /** What became of the entry says more than that its task refuses. */
  async #whyNot(id: string, outcome: Exclude<DecisionOutcome, { kind: 'done' }>): Promise<Problem> {
    const { entry } = await this.#reader.read(id);
    if (entry.status !== 'parked') return alreadyDecided(entry);
    return refusedByTask(id, outcome.kind === 'refused' ? outcome.reason : 'its workflow is closed.');
  }

  #mirrorAway(error: unknown): Problem {
    this.#parts.log.error({ err: error }, 'the dead letters could not be read');
    return mirrorUnavailable(error);
  }
}
