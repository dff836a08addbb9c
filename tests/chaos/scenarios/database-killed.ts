import { setTimeout as delay } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';
import { lostRecords } from './lost-records.ts';
import { untilHealthy } from './progress.ts';

const SIZES = { full: { ms: 300_000, tasks: 200 }, short: { ms: 30_000, tasks: 12 } } as const;

/** From one kill to the next, and the longest that it stays away, in ms. */
const BETWEEN_MS = { least: 3_000, most: 8_000 };
const AWAY_MS = 2_000;
const HEALTHY_WITHIN_MS = 30_000;

/** PostgreSQL is killed every few seconds, and started again. */
export const databaseKilled: Scenario = {
  name: 'PostgreSQL killed every 3-8 s',
  passes: 'no task lost, all completed without a further attempt, lost records counted',
  leastCompleted: 1,
  ground: () => ({ workers: 2, size: 4, agents: { work_ms: { any: [200, 1_000] } } }),
  async run({ ground, form, random, say }) {
    const { ms, tasks } = SIZES[form];
    const submitting = ground.api.submit(tasks, 'database');
    const until = performance.now() + ms;
    const recovery: number[] = [];
    const broken: string[] = [];
    let faults = 0;
    while (performance.now() < until) {
      await delay(BETWEEN_MS.least + random() * (BETWEEN_MS.most - BETWEEN_MS.least));
      await ground.postgres.kill();
      faults += 1;
      await delay(random() * AWAY_MS);
      await ground.postgres.start();
      const back = performance.now();
      if (!(await untilHealthy(ground, HEALTHY_WITHIN_MS))) broken.push(`not healthy after kill ${faults}`);
      recovery.push(performance.now() - back);
    }
    say(`${faults} kills`);
    const accepted = await submitting;
    const calls = (await ground.journal()).filter(({ call }) => call > 1);
    if (calls.length > 0) broken.push(`${calls.length} calls were made again for the sake of the database`);
    return {
      faults,
      accepted,
      recovery,
      broken,
      notes: [`at least ${await lostRecords(ground)} records said to be lost`],
    };
  },
};
