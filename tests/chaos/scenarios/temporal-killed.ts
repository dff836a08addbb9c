import { setTimeout as delay } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';
import { nextCall, untilHealthy } from './progress.ts';

const SIZES = { full: { kills: 20, tasks: 120 }, short: { kills: 2, tasks: 10 } } as const;
const HEALTHY_WITHIN_MS = 30_000;
const PAUSE_MS = { least: 1_000, most: 6_000 };

/** Temporal's server is killed under load, and started again on its file. */
export const temporalKilled: Scenario = {
  name: 'Temporal killed and restarted',
  passes: 'no task lost, healthy within 30 s',
  leastCompleted: 1,
  ground: () => ({ workers: 2, size: 4, agents: { work_ms: { any: [300, 1_500] } } }),
  async run({ ground, form, random, say }) {
    const { kills, tasks } = SIZES[form];
    const accepted = await ground.api.submit(tasks, 'server');
    const recovery: number[] = [];
    const broken: string[] = [];
    for (let faults = 1; faults <= kills; faults += 1) {
      await delay(PAUSE_MS.least + random() * (PAUSE_MS.most - PAUSE_MS.least));
      const at = Date.now();
      await ground.temporal.kill();
      await ground.temporal.start();
      const healthy = await untilHealthy(ground, HEALTHY_WITHIN_MS);
      const healthyAfter = Date.now() - at;
      if (!healthy || healthyAfter > HEALTHY_WITHIN_MS)
        broken.push(`not healthy ${healthyAfter} ms after kill ${faults}`);
      const next = await nextCall(ground, at + 1, 2 * HEALTHY_WITHIN_MS);
      if (next !== undefined) recovery.push(Math.max(healthyAfter, next - at));
      say(`${faults}: healthy after ${healthyAfter} ms`);
    }
    return { faults: kills, accepted, recovery, broken, notes: [] };
  },
};
