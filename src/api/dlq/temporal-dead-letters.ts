import { type Client, WorkflowUpdateFailedError } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { DeadLetter } from '../../domain/dead-letter.ts';
import {
  type ParkingDecision,
  QUERY_DEAD_LETTER,
  UPDATE_ANNOTATE,
  UPDATE_DISCARD,
  UPDATE_REQUEUE,
} from '../../workflows/task/contract.ts';
import type { TaskGateway } from '../tasks/task-gateway.ts';
import { TaskSilentError, TemporalUnavailableError, withinLimit } from '../temporal/unavailable.ts';
import type { DeadLetterGateway, DecisionOutcome, Note } from './dead-letter-gateway.ts';

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
      return { kind: 'done', entry: await withinLimit(client, call, DECISION_LIMIT_MS) };
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError)
        return { kind: 'refused', reason: error.cause?.message ?? error.message };
      if (error instanceof TemporalUnavailableError) throw await silence(taskId);
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
    // Temporal says the same of a workflow that is closed and of one that never was.
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
        return await withinLimit(client, call, ANSWER_LIMIT_MS);
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return null;
        // Whether Temporal is away, or only the workers are; one with older code does not know the question.
        if (error instanceof TemporalUnavailableError) await observe(taskId);
        return undefined;
      }
    },
    decide: (kind, taskId, decision) => update(UPDATES[kind], taskId, decision),
    annotate: (taskId, note) => update(UPDATE_ANNOTATE, taskId, note),
  };
}
