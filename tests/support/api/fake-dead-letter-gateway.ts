import type { DeadLetterGateway, DecisionOutcome, Note } from '../../../src/temporal/tasks/dead-letter-gateway.ts';
import { TaskSilentError, TemporalUnavailableError } from '../../../src/temporal/call.ts';
import { type DeadLetter, type DecisionKind, STATUS_AFTER } from '../../../src/domain/dead-letter.ts';
import type { ParkingDecision } from '../../../src/workflows/task/contract.ts';

/** Parked tasks without Temporal, for unit tests: dead letters in a map of which each is decided once, away or silent at will. */
export class FakeDeadLetterGateway implements DeadLetterGateway {
  /** The latest dead letter of each task. */
  readonly letters = new Map<string, DeadLetter>();
  readonly closed = new Set<string>();
  readonly calls: string[] = [];
  away = false;
  /** No worker answers. */
  silent = false;
  /** Tasks for which no worker answers the first time; what was asked of them is done all the same where they are `late`. */
  readonly slow = new Set<string>();
  late = false;
  /** The most decisions that were under way at once. */
  most = 0;
  #underWay = 0;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  park(...letters: readonly DeadLetter[]): void {
    for (const letter of letters) this.letters.set(letter.task_id, letter);
  }

  deadLetter(taskId: string): Promise<DeadLetter | null | undefined> {
    this.calls.push(`look ${taskId}`);
    if (this.away) return Promise.reject(new TemporalUnavailableError('Temporal does not answer.'));
    return Promise.resolve(this.silent ? undefined : (this.letters.get(taskId) ?? null));
  }

  decide(kind: DecisionKind, taskId: string, { generation, reason }: ParkingDecision): Promise<DecisionOutcome> {
    const decided_at = new Date(this.#now()).toISOString();
    const decision = {
      status: STATUS_AFTER[kind],
      reason: reason ?? null,
      decided_at,
    } as const;
    const requeued_at = kind === 'requeue' ? decided_at : null;
    return this.#update(`${kind} ${taskId}`, taskId, generation, { ...decision, requeued_at });
  }

  annotate(taskId: string, { generation, ...note }: Note): Promise<DecisionOutcome> {
    return this.#update(`annotate ${taskId}`, taskId, generation, note);
  }

  async #update(
    call: string,
    taskId: string,
    generation: number | undefined,
    change: Partial<DeadLetter>,
  ): Promise<DecisionOutcome> {
    this.calls.push(call);
    this.most = Math.max(this.most, (this.#underWay += 1));
    await new Promise(setImmediate);
    this.#underWay -= 1;
    if (this.away) throw new TemporalUnavailableError('Temporal does not answer.');
    const isSlow = this.slow.delete(taskId);
    if (this.silent || (isSlow && !this.late)) throw new TaskSilentError(`No worker answered for ${taskId}.`);
    const letter = this.letters.get(taskId);
    if (letter === undefined) return { kind: 'unknown' };
    if (this.closed.has(taskId)) return { kind: 'closed' };
    if (letter.status !== 'parked' || letter.generation !== generation) return { kind: 'refused', reason: 'no longer' };
    const entry = { ...letter, ...change };
    this.letters.set(taskId, entry);
    if (isSlow) throw new TaskSilentError(`No worker answered for ${taskId}.`);
    return { kind: 'done', entry };
  }
}
