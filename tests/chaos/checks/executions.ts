import { ApplicationFailure, type Client, defaultPayloadConverter, WorkflowFailedError } from '@temporalio/client';
import type { TaskState, TaskStatus } from '../../../src/domain/task.ts';
import {
  type LeaseGranted,
  QUERY_STATE,
  SIGNAL_LEASE_GRANTED,
  TASK_FAILED,
  TASK_WORKFLOW,
} from '../../../src/workflows/task/contract.ts';

/** One run of a task's workflow, as Temporal knows it. */
export interface TaskExecution {
  readonly task_id: string;
  readonly run_id: string;
  /** Temporal's name for how it stands, such as RUNNING or CONTINUED_AS_NEW. */
  readonly status: string;
  readonly started_at: number;
}

/** Every run of every task, or (when it is named) of every workflow of another type. */
export async function listExecutions(client: Client, type = TASK_WORKFLOW): Promise<readonly TaskExecution[]> {
  const found: TaskExecution[] = [];
  for await (const run of client.workflow.list({ query: `WorkflowType = '${type}'` })) {
    const { workflowId: task_id, runId: run_id, status, startTime } = run;
    found.push({ task_id, run_id, status: status.name, started_at: startTime.getTime() });
  }
  return found;
}

/** The latest run of each task. */
export function latestRuns(executions: readonly TaskExecution[]): ReadonlyMap<string, TaskExecution> {
  const latest = new Map<string, TaskExecution>();
  for (const run of executions) {
    if (run.started_at >= (latest.get(run.task_id)?.started_at ?? 0)) latest.set(run.task_id, run);
  }
  return latest;
}

/** How a task stands at the end: in its own word, and for a failed one with the type of its failure. */
export interface Outcome {
  readonly status: TaskStatus | undefined;
  readonly failure?: string;
  readonly state?: TaskState;
}

/** How the latest run of a task stands. */
export async function outcomeOf(client: Client, { task_id, run_id, status }: TaskExecution): Promise<Outcome> {
  const handle = client.workflow.getHandle(task_id, run_id);
  switch (status) {
    case 'RUNNING': {
      const state = await handle.query<TaskState>(QUERY_STATE);
      return { status: state.status, state };
    }
    case 'COMPLETED': {
      const state = (await handle.result()) as TaskState;
      return { status: state.status, state };
    }
    case 'CANCELLED':
      return { status: 'cancelled' };
    case 'FAILED':
      return handle.result().then(() => ({ status: undefined }), failureOf);
    default:
      return { status: undefined };
  }
}

function failureOf(error: unknown): Outcome {
  const cause = error instanceof WorkflowFailedError ? error.cause : undefined;
  if (!(cause instanceof ApplicationFailure)) return { status: undefined, failure: String(error) };
  const type = cause.type ?? 'none';
  if (type !== TASK_FAILED) return { status: undefined, failure: `${type}: ${cause.message}` };
  const state = cause.details?.[0] as TaskState;
  // Failed, or discarded.
  return { status: state.status, failure: type, state };
}

/** The tokens of all leases that a run was told of. */
export async function tokensOf(client: Client, { task_id, run_id }: TaskExecution): Promise<readonly number[]> {
  const { events } = await client.workflow.getHandle(task_id, run_id).fetchHistory();
  return (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => {
    const payload = signal?.signalName === SIGNAL_LEASE_GRANTED ? signal.input?.payloads?.[0] : undefined;
    return payload === undefined ? [] : [defaultPayloadConverter.fromPayload<LeaseGranted>(payload).token];
  });
}
