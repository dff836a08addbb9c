import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';

const { TASK_QUEUE_TYPE_WORKFLOW, TASK_QUEUE_TYPE_ACTIVITY } = proto.temporal.api.enums.v1.TaskQueueType;
const TYPES = { workflows: TASK_QUEUE_TYPE_WORKFLOW, activities: TASK_QUEUE_TYPE_ACTIVITY } as const;

/** A worker as Temporal lists it for some minutes after it last asked for work. */
export interface Poller {
  readonly identity: string;
  /** Ms since the epoch; a worker that waits for work asks again after a minute at the latest. */
  readonly askedAt: number;
}

/** The workers that asked Temporal for work of a kind on a task queue. */
export async function pollersOf(
  {
    workflowService,
    options: { namespace },
  }: Pick<Client, 'workflowService'> & { readonly options: Pick<Client['options'], 'namespace'> },
  queue: string,
  kind: keyof typeof TYPES,
): Promise<readonly Poller[]> {
  const taskQueue = { name: queue };
  const { pollers } = await workflowService.describeTaskQueue({ namespace, taskQueue, taskQueueType: TYPES[kind] });
  return pollers.map(({ identity, lastAccessTime }) => ({
    identity: identity ?? '',
    askedAt: Number(lastAccessTime?.seconds ?? 0) * 1_000,
  }));
}
