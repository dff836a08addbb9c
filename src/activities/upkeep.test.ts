import { CancelledFailure } from '@temporalio/activity';
import { ActivityCancellationDetails } from '@temporalio/common';
import { afterEach, expect, it, vi } from 'vitest';
import { activityEnvironment, runActivity, shutDown } from '../../tests/support/activities/environment.ts';
import { createUpkeepActivities, type UpkeepWork } from './upkeep.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** Does a job, which ends early where it looks at its signal. */
function start(work: UpkeepWork) {
  const environment = activityEnvironment();
  const { pruneHeartbeats } = createUpkeepActivities({
    ...{ pruneHeartbeats: work, aggregateAndPrune: work, recoverTasks: work, recoverDeadLetters: work },
  });
  return { environment, ended: runActivity(pruneHeartbeats, 7, environment) };
}

const obedient: UpkeepWork = (_, signal) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
const stuck: UpkeepWork = () => new Promise(() => undefined);

it('is told the time of its run, and says how many rows went', async () => {
  expect(await start((now) => Promise.resolve(now * 2)).ended).toBe(14);
});

it('is left to be tried again by another process when its own one stops, which is no failure of the job', async () => {
  const { environment, ended } = start(obedient);
  shutDown(environment);
  await expect(ended).rejects.toMatchObject({ type: 'UpkeepInterrupted', nonRetryable: false });
});

it('holds up no stop, though its statement gets no answer', async () => {
  const { environment, ended } = start(stuck);
  shutDown(environment);
  const begun = performance.now();
  await expect(ended).rejects.toMatchObject({ type: 'UpkeepInterrupted' });
  expect(performance.now() - begun).toBeLessThan(4_000);
});

it('ends as cancelled when it is cancelled', async () => {
  const { environment, ended } = start(obedient);
  environment.cancel('CANCELLED', new ActivityCancellationDetails({ cancelRequested: true }));
  await expect(ended).rejects.toBeInstanceOf(CancelledFailure);
});

it('gives a sign of life while it works', async () => {
  vi.useFakeTimers();
  const { environment, ended } = start(stuck);
  ended.catch(() => undefined);
  const beats = vi.fn();
  environment.on('heartbeat', beats);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(beats).toHaveBeenCalledTimes(4);
  shutDown(environment);
  await vi.advanceTimersByTimeAsync(2_000);
});

it('says why it failed without the statement, whose values are nobody’s business', async () => {
  const refused = new Error('Failed query: delete … params: a secret', { cause: new Error('connection refused') });
  await expect(start(() => Promise.reject(refused)).ended).rejects.toMatchObject({
    type: 'UpkeepFailed',
    message: 'connection refused',
    nonRetryable: false,
  });
});
