import type { Client } from '@temporalio/client';
import type { DeadLetter, DecisionKind } from '../../domain/dead-letter.ts';
import {
  type ParkingDecision,
  QUERY_DEAD_LETTER,
  UPDATE_ANNOTATE,
  UPDATE_DISCARD,
  UPDATE_REQUEUE,
} from '../../workflows/task/contract.ts';
import { answerOf, ifFound, TaskSilentError, TemporalUnavailableError, withinLimit } from '../call.ts';
import type { TaskGateway } from './task-gateway.ts';

/** A note about a dead letter of that generation; what is not named stays. */
export interface Note {
  readonly generation: number;
  readonly investigated?: boolean;
  readonly resolution?: string | null;
}

/** What a task answered to a decision or an annotation: its dead letter as it is now, or why not. */
export type DecisionOutcome =
  | { readonly kind: 'done'; readonly entry: DeadLetter }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'closed' | 'unknown' };

/** Parked tasks as their workflows have them. Every method rejects with TemporalUnavailableError when Temporal is away. */
export interface DeadLetterGateway {
  /** The task's latest dead letter; null when it was never parked, undefined when no worker answers in time. */
  deadLetter(taskId: string): Promise<DeadLetter | null | undefined>;
  /** @throws {TaskSilentError} when no worker takes it up in time; it is safe to repeat. */
  decide(kind: DecisionKind, taskId: string, decision: ParkingDecision): Promise<DecisionOutcome>;
  /** @throws {TaskSilentError} when no worker takes it up in time; it is safe to repeat. */
  annotate(taskId: string, note: Note): Promise<DecisionOutcome>;
}

/** How long a worker may take to answer for a parked task, in ms: it may have to read its history first. */
const ANSWER_LIMIT_MS = 1_500;

/** The same for a decision, of which many may be under way at once. */
const DECISION_LIMIT_MS = 8_000;

const UPDATES = { requeue: UPDATE_REQUEUE, discard: UPDATE_DISCARD } as const;

/** Parked tasks in Temporal by way of a client; `observe` tells how Temporal has a task. */
export function createTemporalDeadLetters(client: Client, observe: TaskGateway['observe']): DeadLetterGateway {
  const { workflow } = client;

  async function update(name: string, taskId: string, request: ParkingDecision | Note): Promise<DecisionOutcome> {
    const args: [typeof request] = [request];
    const call = () => workflow.getHandle(taskId).executeUpdate<DeadLetter, [typeof request]>(name, { args });
    try {
      const answer = await ifFound(answerOf(withinLimit(client, call, DECISION_LIMIT_MS)));
      if (answer !== undefined) return answer.kind === 'done' ? { kind: 'done', entry: answer.answer } : answer;
    } catch (error) {
      throw error instanceof TemporalUnavailableError ? await silence(taskId) : error;
    }
    return { kind: (await observe(taskId)) === undefined ? 'unknown' : 'closed' };
  }

  /** @throws {TemporalUnavailableError} when it is Temporal itself that is away. */
  async function silence(taskId: string): Promise<TaskSilentError> {
    await observe(taskId);
    const within = `within ${DECISION_LIMIT_MS / 1_000} s`;
    return new TaskSilentError(`No worker answered for ${taskId} ${within}; what was asked may still be done.`);
  }

  return {
    async deadLetter(taskId) {
      try {
        const call = () => workflow.getHandle(taskId).query<DeadLetter | null>(QUERY_DEAD_LETTER);
        return (await ifFound(withinLimit(client, call, ANSWER_LIMIT_MS))) ?? null;
      } catch (error) {
        // Whether Temporal is away, or only the workers are; one with older code does not know the question.
        if (error instanceof TemporalUnavailableError) await observe(taskId);
        return undefined;
      }
    },
    decide: (kind, taskId, decision) => update(UPDATES[kind], taskId, decision),
    annotate: (taskId, note) => update(UPDATE_ANNOTATE, taskId, note),
  };
}
