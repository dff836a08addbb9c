import { ActivityFailure, log, proxyActivities } from '@temporalio/workflow';
import { type CloseInput, type LightActivities, TASK_QUEUE } from './contract.ts';

const BOUNDS = {
  startToCloseTimeout: '60s',
  heartbeatTimeout: '10s',
  retry: { maximumAttempts: 5, initialInterval: '1s' },
} as const;

/**
 * Tears down, cleans up and records. Asks the host that runs the task's deployment first; a host that does not answer
 * within 30 s has nothing left to tear down, and any worker does the rest. A failure here never changes how the task ended.
 */
export async function closeTask(input: CloseInput, host: string | undefined): Promise<void> {
  const queues = host === undefined ? [TASK_QUEUE] : [host, TASK_QUEUE];
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
      log.warn('The task was not closed cleanly', { taskQueue, reason: error.cause?.message });
    }
  }
}
