import type { TaskState } from '../../src/domain/task.ts';

/** What the API answers of a task, as far as the tests look at it. */
export type TaskAnswer = Pick<TaskState, 'task_id' | 'status' | 'phase' | 'phases' | 'rework' | 'result' | 'error'> & {
  readonly progress?: { readonly message: string } | null;
};

/** Whether a task has come to its end. */
export function ended({ status }: TaskAnswer): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}
