import type { Client } from '@temporalio/client';
import type { PoolEffect } from '../../domain/pool/messages.ts';
import {
  QUERY_LEASE_STATUS,
  SIGNAL_LEASE_GRANTED,
  SIGNAL_LEASE_REFUSED,
  type LeaseStatus,
} from '../../workflows/task/contract.ts';
import { grpcCodeOf, ifFound } from '../call.ts';
import { listOpenTasks } from './list-tasks.ts';

/** gRPC's code for a server that is away. */
const UNAVAILABLE = 14;

/** A task that has not answered by then is asked again the next time; in ms. */
const ANSWER_LIMIT_MS = 5_000;

/** The way to the tasks' workflows. */
export interface TaskClient {
  /** Tells a task what its pool decided; false when the task is closed. */
  tell(effect: PoolEffect): Promise<boolean>;
  /** The ids of the tasks that are open, as Temporal lists them: that may lag a moment. */
  listOpen(): AsyncIterable<string>;
  /** Whether a task is open, from Temporal itself. */
  isOpen(taskId: string): Promise<boolean>;
  /** How a task stands with its pool, in its own words; null when it neither waits for a lease nor holds one. */
  leaseStatus(taskId: string): Promise<LeaseStatus | null>;
}

/** Where it is said that a task does not answer. */
export interface TaskClientLog {
  warn(context: object, message: string): void;
}

/** The tasks' workflows by way of Temporal. A task whose workflow does not know the question stands nowhere. */
export function createTaskClient(client: Pick<Client, 'workflow' | 'withDeadline'>, log: TaskClientLog): TaskClient {
  const { workflow } = client;
  return {
    async tell(effect) {
      const handle = workflow.getHandle(effect.task_id);
      const { ask } = effect;
      const sent =
        effect.kind === 'grant'
          ? handle.signal(SIGNAL_LEASE_GRANTED, { ask, token: effect.token })
          : handle.signal(SIGNAL_LEASE_REFUSED, { ask, retry_after_ms: effect.retry_after_ms });
      return (await ifFound(sent.then(() => true))) ?? false;
    },
    listOpen: () => listOpenTasks(client),
    isOpen: async (taskId) => (await ifFound(workflow.getHandle(taskId).describe()))?.status.name === 'RUNNING',
    async leaseStatus(taskId) {
      try {
        const ask = () => workflow.getHandle(taskId).query<LeaseStatus | null>(QUERY_LEASE_STATUS);
        return await client.withDeadline(Date.now() + ANSWER_LIMIT_MS, ask);
      } catch (error) {
        // Anything but a Temporal that is away concerns this one task, which must not keep a pool from the others.
        if (grpcCodeOf(error) === UNAVAILABLE) throw error;
        log.warn({ task_id: taskId, reason: String(error) }, 'A task did not say how it stands with its pool');
        return null;
      }
    },
  };
}
