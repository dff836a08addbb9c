import { proxyActivities } from '@temporalio/workflow';

/** The queue of the activities. */
export const WORK_QUEUE = 'work';

/** The activities of the backlog. */
export interface BacklogActivities {
  work(): Promise<void>;
}

const { work } = proxyActivities<BacklogActivities>({ taskQueue: WORK_QUEUE, startToCloseTimeout: '30s' });

/** Schedules so many activities at once and waits for them. */
export async function workThrough(count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => work()));
}
