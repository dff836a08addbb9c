import { expect, it } from 'vitest';
import { TASK_STATUSES, type TaskState } from '../task.ts';
import * as taskState from '../task-state.ts';
import { isGivenUp, leavesPullRequest } from './withdrawal.ts';

const request = { feature: 'pay', target_url: 'http://shop', priority: 5, project: 'shop' };
const begun = taskState.newTask('chimera-000000000001', request, 0, '');
const error = { type: 'Verdict', message: 'no', retry_count: 0 };
const pull = { url: 'http://forge/7', number: 7, commit_sha: 'c2', problems: [] } as const;
const ending = (status: TaskState['status'], more: Partial<TaskState> = {}): TaskState => ({
  ...begun,
  status,
  ...more,
});

it('a task that ended without success says so on its pull request while that is open', () => {
  const withOpen = (status: TaskState['status']): TaskState =>
    ending(status, { pull_request: { ...pull, status: 'open' } });
  expect(TASK_STATUSES.filter((status) => leavesPullRequest(withOpen(status)))).toEqual([
    'failed',
    'discarded',
    'cancelled',
  ]);
  expect(leavesPullRequest(ending('failed', { pull_request: { ...pull, status: 'closed' } }))).toBe(false);
});

it('without one that is known it looks for it where its delivery failed', () => {
  expect(leavesPullRequest(ending('discarded', { error: { ...error, phase: 'DELIVERY' } }))).toBe(true);
  expect(leavesPullRequest(ending('discarded', { error: { ...error, phase: 'CODE_IMPLEMENTATION' } }))).toBe(false);
  expect(leavesPullRequest(ending('cancelled'))).toBe(false);
});

it('the pull request is closed of a task that was given up, and stays of one that failed', () => {
  expect(TASK_STATUSES.filter((status) => isGivenUp({ status }))).toEqual(['discarded', 'cancelled']);
});
