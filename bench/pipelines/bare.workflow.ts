import { proxyActivities } from '@temporalio/workflow';

const { step } = proxyActivities<{ step(): Promise<void> }>({ startToCloseTimeout: '60s' });

/** What Temporal itself costs: five activities in a row that do nothing. */
export async function fiveSteps(): Promise<void> {
  for (let count = 0; count < 5; count += 1) await step();
}
