import type { Client } from '@temporalio/client';
import type { TaskState } from '../../domain/task.ts';
import {
  type CancelRequest,
  type ReprioritiseRequest,
  SIGNAL_TRY_NOW,
  UPDATE_CANCEL,
  UPDATE_REPRIORITISE,
} from '../../workflows/task/contract.ts';
import { answerOf, ifFound, TemporalUnavailableError, withinLimit } from '../call.ts';
import type { CancelOutcome, Observation, ReprioritiseOutcome, TaskGateway } from './task-gateway.ts';

/** A worker that has not answered a query or taken up an Update after this time counts as away; in ms. */
export const WORKER_LIMIT_MS = 1_000;

/** What is asked of open tasks; `observe` tells how Temporal has a task. */
export function createTaskUpdates(
  client: Client,
  observe: (taskId: string) => Promise<Observation | undefined>,
): Pick<TaskGateway, 'cancel' | 'reprioritise' | 'tryNow'> {
  /** The task's answer to an Update; 'ended' for one that has closed, or is closing and refuses. */
  async function update(taskId: string, name: string, request: CancelRequest | ReprioritiseRequest) {
    const handle = client.workflow.getHandle(taskId);
    const args: [typeof request] = [request];
    const call = () => handle.executeUpdate<TaskState, [typeof request]>(name, { args });
    const answer = await ifFound(answerOf(withinLimit(client, call, WORKER_LIMIT_MS)));
    return answer?.kind === 'done' ? answer.answer : ('ended' as const);
  }

  return {
    async cancel(taskId, reason): Promise<CancelOutcome> {
      const before = await observe(taskId);
      if (before === undefined) return 'unknown';
      if (before.closed !== undefined) return 'ended';
      try {
        const answer = await update(taskId, UPDATE_CANCEL, { reason });
        return answer === 'ended' ? 'ended' : 'accepted';
      } catch (error) {
        if (!(error instanceof TemporalUnavailableError)) throw error;
      }
      // An Update that no worker has accepted is not kept; a request to cancel is, until a worker comes.
      await withinLimit(client, () => client.workflow.getHandle(taskId).cancel());
      return 'queued';
    },

    async reprioritise(taskId, priority): Promise<ReprioritiseOutcome> {
      const before = await observe(taskId);
      if (before === undefined) return { kind: 'unknown' };
      if (before.closed !== undefined) return { kind: 'ended' };
      const answer = await update(taskId, UPDATE_REPRIORITISE, { priority });
      return answer === 'ended' ? { kind: 'ended' } : { kind: 'done', state: answer };
    },

    async tryNow(taskId) {
      await ifFound(withinLimit(client, () => client.workflow.getHandle(taskId).signal(SIGNAL_TRY_NOW)));
    },
  };
}
