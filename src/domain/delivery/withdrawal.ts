import type { TaskState } from '../task.ts';

/**
 * Whether a task that ends has to say so on a pull request: it ends without success, and has one that is open or may have
 * come to be in a delivery that failed.
 */
export function leavesPullRequest({ status, error, pull_request }: TaskState): boolean {
  if (status !== 'failed' && !isGivenUp({ status })) return false;
  return pull_request === undefined ? error?.phase === 'DELIVERY' : pull_request.status === 'open';
}

/** Whether somebody gave the task up, so that its pull request is closed; otherwise it stays for a person to look at. */
export function isGivenUp({ status }: Pick<TaskState, 'status'>): boolean {
  return status === 'discarded' || status === 'cancelled';
}
