import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { AGENT_TASK_QUEUE } from '../../workflows/task/contract.ts';

/** A worker asks again after a minute at the latest; Temporal lists it for some more minutes. In ms. */
const HEARD_OF_MS = 75_000;

/** How many workers asked Temporal for agents' work within the last minute. */
export async function countWorkers({ connection, options }: Client, now: number): Promise<number> {
  const { pollers } = await connection.workflowService.describeTaskQueue({
    namespace: options.namespace,
    taskQueue: { name: AGENT_TASK_QUEUE },
    taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
  });
  return pollers.filter(({ lastAccessTime }) => now - Number(lastAccessTime?.seconds ?? 0) * 1_000 < HEARD_OF_MS)
    .length;
}
