import type { Client } from '@temporalio/client';
import { pollersOf } from '../../temporal/pollers.ts';
import { TASK_QUEUE } from '../../workflows/task/contract.ts';

/** A worker asks again after a minute at the latest; Temporal lists it for some more minutes. In ms. */
const HEARD_OF_MS = 75_000;

/** How many workers asked Temporal for agents' work within the last minute. */
export async function countWorkers(client: Client, now: number): Promise<number> {
  const pollers = await pollersOf(client, TASK_QUEUE, 'activities');
  return pollers.filter(({ askedAt }) => now - askedAt < HEARD_OF_MS).length;
}
