import { type Client, isGrpcServiceError, ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import type { TaskLine } from '../../activities/ports.ts';
import {
  QUERY_STANDING,
  SIGNAL_LEASE_GRANTED,
  SIGNAL_LEASE_REFUSED,
  type Standing,
  TASK_WORKFLOW,
} from '../../workflows/task/contract.ts';

const OPEN_TASKS = `WorkflowType = '${TASK_WORKFLOW}' AND ExecutionStatus = 'Running'`;

/** gRPC's code for a server that is away. */
const UNAVAILABLE = 14;

/** A task that has not answered by then is asked again the next time; in ms. */
const ANSWER_LIMIT_MS = 5_000;

/** Where it is said that a task does not answer. */
export interface TaskLineLog {
  warn(context: object, message: string): void;
}

/** The tasks' workflows by way of Temporal. A task whose workflow does not know the question stands nowhere. */
export function createTaskLine(client: Pick<Client, 'workflow' | 'withDeadline'>, log: TaskLineLog): TaskLine {
  const { workflow } = client;
  return {
    async tell(effect) {
      const handle = workflow.getHandle(effect.task_id);
      const { ask } = effect;
      return unlessClosed(false, async () => {
        if (effect.kind === 'grant') await handle.signal(SIGNAL_LEASE_GRANTED, { ask, token: effect.token });
        else await handle.signal(SIGNAL_LEASE_REFUSED, { ask, retry_after_ms: effect.retry_after_ms });
        return true;
      });
    },
    async *listOpen() {
      for await (const { workflowId } of workflow.list({ query: OPEN_TASKS })) yield workflowId;
    },
    isOpen: (taskId) =>
      unlessClosed(false, async () => (await workflow.getHandle(taskId).describe()).status.name === 'RUNNING'),
    async standing(taskId) {
      try {
        const ask = () => workflow.getHandle(taskId).query<Standing | null>(QUERY_STANDING);
        return await client.withDeadline(Date.now() + ANSWER_LIMIT_MS, ask);
      } catch (error) {
        // Anything but a Temporal that is away concerns this one task, which must not keep a pool from the others.
        if (codeOf(error) === UNAVAILABLE) throw error;
        log.warn({ task_id: taskId, reason: String(error) }, 'A task did not say how it stands with its pool');
        return null;
      }
    },
  };
}

/** The gRPC code of a failed call; the client wraps most of them in an error of its own. */
function codeOf(error: unknown): number | undefined {
  const origin = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(origin) ? origin.code : undefined;
}

async function unlessClosed<T, C>(closed: C, call: () => Promise<T>): Promise<T | C> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return closed;
    throw error;
  }
}
