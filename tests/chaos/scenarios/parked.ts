import { eventually } from '../../support/eventually.ts';
import type { DeadLetterPageView } from '../../../src/contract/dead-letter/dead-letter.ts';
import type { Ground, GroundOptions } from '../ground/ground.ts';
import { takeDown } from '../ground/outage.ts';
import { untilOver } from './progress.ts';

/** Only so that nothing waits for ever: how fast a busy host parks tasks says nothing. */
const LIMIT_MS = 3_600_000;

/** A ground on which a failing coder's tasks are parked at once, with its breaker out of the way. */
export const QUICK_TO_PARK: Omit<GroundOptions, 'seed'> = {
  workers: 2,
  size: 6,
  configuration: { breaker: { threshold: 1_000 }, retry: { schedule: { max_retries: 0 } } },
};

/** Tasks that are parked for want of a coder, which is back by now. */
export async function parkTasks(ground: Ground, count: number): Promise<readonly string[]> {
  const bringBack = await takeDown(ground, 'trial', 'implement_feature');
  const ids = await ground.api.submit(count, 'parked');
  await untilOver(ground, ids, LIMIT_MS);
  await bringBack();
  await eventually('all dead letters are listed', async () => ((await listed(ground)) >= count ? true : undefined));
  return ids;
}

async function listed({ api }: Ground): Promise<number> {
  const { status, body } = await api.ask('/api/dlq?limit=500');
  return status === 200 ? (body as DeadLetterPageView).entries.length : 0;
}
