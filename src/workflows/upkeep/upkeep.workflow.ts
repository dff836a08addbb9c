import { ActivityFailure, ApplicationFailure, isCancellation, proxyActivities } from '@temporalio/workflow';
import { UPKEEP_TASK_QUEUE, type UpkeepActivities, type UpkeepInput, type UpkeepResult } from './contract.ts';

const activities = proxyActivities<UpkeepActivities>({
  taskQueue: UPKEEP_TASK_QUEUE,
  startToCloseTimeout: '1h',
  // A process that died is noticed by this, and its job is begun again by another.
  heartbeatTimeout: '30s',
  // Some eight minutes; after that the next run of the schedule tries.
  retry: { initialInterval: '2s', maximumInterval: '60s', maximumAttempts: 12 },
});

/**
 * One run of upkeep: its jobs, one after the other. A job that cannot be done keeps none of the others from being done.
 * What is old is told by this run's own time, which is the server's: it is the same for a job that is tried again.
 */
export async function chimeraUpkeep({ jobs }: UpkeepInput): Promise<UpkeepResult> {
  const now = Date.now();
  const done: Record<string, number> = {};
  const failed: string[] = [];
  for (const job of jobs) {
    try {
      done[job] = await activities[job](now);
    } catch (error) {
      if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
      failed.push(`${job}: ${error.cause?.message ?? error.message}`);
    }
  }
  if (failed.length > 0) throw ApplicationFailure.nonRetryable(failed.join('; '), 'UpkeepFailed', done);
  return done;
}
