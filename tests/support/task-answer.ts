import type { TaskState } from '../../src/domain/task.ts';

/** What the API answers of a task, as far as the tests look at it. */
export type TaskAnswer = Pick<
  TaskState,
  'task_id' | 'status' | 'phase' | 'phases' | 'waiting_for' | 'rework' | 'result' | 'error' | 'round' | 'pull_request'
> & {
  readonly progress?: { readonly message: string } | null;
};

/** Whether a task no longer works: it has come to its end, or is parked. */
export function ended({ status }: TaskAnswer): boolean {
  return status !== 'queued' && status !== 'running';
}
