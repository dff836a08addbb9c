import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure, RetryState, TerminatedFailure } from '@temporalio/common';
import { expect, it } from 'vitest';
import { newTask } from '../../domain/task-state.ts';
import { stateOfClosed } from './closed-workflow.ts';
import { TRACEPARENT } from '../../../tests/support/traceparent.ts';

const STATE = newTask(
  'chimera-0123456789ab',
  { feature: 'x', target_url: 'http://a', priority: 5, project: 'p' },
  0,
  TRACEPARENT,
);
const failedBy = (cause: Error) => () =>
  Promise.reject(new WorkflowFailedError('failed', cause, RetryState.NON_RETRYABLE_FAILURE));

it('a completed workflow leaves its result', async () => {
  expect(await stateOfClosed(() => Promise.resolve(STATE))).toBe(STATE);
});

it('a failed or cancelled one leaves what its failure carries', async () => {
  const failure = ApplicationFailure.create({ message: 'no', type: 'TaskFailed', details: [STATE] });
  expect(await stateOfClosed(failedBy(failure))).toBe(STATE);
  expect(await stateOfClosed(failedBy(new CancelledFailure('stop', [STATE])))).toBe(STATE);
});

it('one that was terminated, or says something else, leaves nothing', async () => {
  expect(await stateOfClosed(failedBy(new TerminatedFailure('stop')))).toBeUndefined();
  expect(await stateOfClosed(failedBy(new CancelledFailure('stop')))).toBeUndefined();
  expect(await stateOfClosed(() => Promise.resolve('done'))).toBeUndefined();
});

it('another error is not taken for an end', async () => {
  await expect(stateOfClosed(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
});
