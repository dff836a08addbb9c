import type { WaitingTaskView } from '../../contract/pool/pool.ts';
import { hasEnded, type TaskState } from '../../domain/task.ts';
import { newTask } from '../../domain/task-state.ts';
import type { AcceptedTask, Observation, PhaseAttempt } from '../../temporal/tasks/task-gateway.ts';

/** A task as far as it could be learned at one moment. */
export interface TaskSnapshot {
  readonly state: TaskState;
  /** True when the workflow itself did not answer, so that the state may lag behind. */
  readonly stale: boolean;
  /** The attempt under way, as Temporal has it. */
  readonly attempt?: PhaseAttempt;
  /** Its place in the queue of its pool, while it waits for a lease and the pool says so. */
  readonly place?: WaitingTaskView;
  /** The run and the length of its history that the state belongs to, while the workflow is open. */
  readonly seen?: { readonly run_id: string; readonly history_length: number };
}

/** What can be said of a task whose workflow does not answer and that left no row. */
export function stateAtFirst(
  taskId: string,
  { request, traceparent }: AcceptedTask,
  { created_at }: Observation,
): TaskState {
  return newTask(taskId, request, Date.parse(created_at), traceparent);
}

/** The state of a task whose workflow was closed from outside, so that it could not say how it ended. */
export function taskClosedFromOutside(
  last: TaskState,
  closed: { readonly as: string; readonly at: string },
): TaskState {
  if (hasEnded(last)) return last;
  const status = closed.as === 'CANCELLED' ? 'cancelled' : 'failed';
  const { waiting_for: _, ...rest } = last;
  const message = `The workflow was closed from outside (${closed.as}).`;
  return {
    ...rest,
    status,
    phase: status === 'cancelled' ? 'CANCELLED' : 'FAILED',
    error: last.error ?? { phase: last.phase, type: closed.as, message, retry_count: 0 },
    finished_at: closed.at,
  };
}
