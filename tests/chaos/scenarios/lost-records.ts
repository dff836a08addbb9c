import { readFile } from 'node:fs/promises';
import type { Ground } from '../ground/ground.ts';

/** How many lost records Chimera's processes have counted in their logs at least: they say so once a minute at most. */
export async function lostRecords({ apiProcess, workers }: Ground): Promise<number> {
  const logs = await Promise.all([apiProcess, ...workers].map(({ logFile }) => readFile(logFile, 'utf8')));
  const counts = logs.map((log) =>
    Math.max(0, ...[...log.matchAll(/"lost":(\d+)/g)].map(([, count]) => Number(count))),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
