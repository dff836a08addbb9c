import { ActivityFailure, log, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import { leavesPullRequest } from '../../domain/delivery/withdrawal.ts';
import { type CloseInput, type LightActivities, LIGHT_TASK_QUEUE } from './contract.ts';
import { withdrawPullRequest } from './delivery.ts';
import { lineSubject } from './line-subject.ts';

const BOUNDS = {
  startToCloseTimeout: '60s',
  heartbeatTimeout: '10s',
  retry: { maximumAttempts: 5, initialInterval: '1s' },
} as const;

const local = proxyLocalActivities<Pick<LightActivities, 'closeTaskHere'>>({
  startToCloseTimeout: BOUNDS.startToCloseTimeout,
  retry: { maximumAttempts: 1 },
});

/**
 * Tears down, cleans up and records. Asks the host that runs the task's deployment first; a host that does not answer
 * within 30 s has nothing left to tear down, and any worker does the rest. A failure here never changes how the task ended.
 *
 * A success, the common end, is closed by the worker at hand if that one can. Not so the other ends: a cancellation asked
 * for by a local activity would undo the workflow task that the activity belongs to.
 */
export async function closeTask(input: CloseInput, host: string | undefined): Promise<void> {
  await tearDown(input, host);
  if (leavesPullRequest(input.state)) await withdrawPullRequest(input.state);
}

async function tearDown(input: CloseInput, host: string | undefined): Promise<void> {
  if (input.state.status === 'completed' && (await isClosedHere(input, host))) return;
  const queues = host === undefined ? [LIGHT_TASK_QUEUE] : [host, LIGHT_TASK_QUEUE];
  for (const taskQueue of queues) {
    const { closeTask } = proxyActivities<LightActivities>({
      ...BOUNDS,
      taskQueue,
      ...(taskQueue === host ? { scheduleToStartTimeout: '30s' } : {}),
      summary: 'Tear down, clean up, record the end',
    });
    try {
      await closeTask(input);
      return;
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      const context = { taskQueue, reason: error.cause?.message };
      log.warn('The task was not closed cleanly', { ...context, ...lineSubject(input.state) });
    }
  }
}

async function isClosedHere(input: CloseInput, host: string | undefined): Promise<boolean> {
  try {
    return await local.closeTaskHere(input, host);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const context = { reason: error.cause?.message };
    log.warn('The task was not closed by the worker at hand', { ...context, ...lineSubject(input.state) });
    return false;
  }
}
