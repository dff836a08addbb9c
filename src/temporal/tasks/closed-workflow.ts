import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { TaskState } from '../../domain/task.ts';

function isTaskState(value: unknown): value is TaskState {
  return typeof value === 'object' && value !== null && 'task_id' in value && 'phases' in value && 'status' in value;
}

/** The task's state that a closed workflow left, in its result or in the details of its failure. */
export async function stateOfClosed(result: () => Promise<unknown>): Promise<TaskState | undefined> {
  let left: unknown;
  try {
    left = await result();
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    const { cause } = error;
    left = cause instanceof ApplicationFailure || cause instanceof CancelledFailure ? cause.details?.[0] : undefined;
  }
  return isTaskState(left) ? left : undefined;
}
