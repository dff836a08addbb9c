import { setTimeout as delay } from 'node:timers/promises';
import { POOL_WORKFLOW } from '../../../src/workflows/pool/contract.ts';
import { listExecutions } from '../checks/executions.ts';
import { compareVersions } from '../checks/versions.ts';
import { obstacleToVersion } from '../ground/version-before.ts';
import type { Scenario } from '../scenario.ts';
import { untilOver } from './progress.ts';

/** The first commit whose tasks begin, and whose phases are queued, as today; workers of one before cannot do today's tasks. */
const VERSION_BEFORE = '29ecb40';

const SIZES = {
  full: { ms: 300_000, kill_every_ms: 15_000, tasks: 6, every_ms: 3_000 },
  short: { ms: 20_000, kill_every_ms: 5_000, tasks: 2, every_ms: 4_000 },
} as const;
const LIMIT_MS = 120_000;

/** Workers of the version before and of this one take turns in the same workflows. */
export const twoVersions: Scenario = {
  name: 'two versions side by side',
  passes: 'no workflow task fails for want of determinism; all histories replay on this version',
  leastCompleted: 1,
  obstacle: () => obstacleToVersion(VERSION_BEFORE),
  ground: () => ({ workers: 2, size: 4, agents: { work_ms: { any: [100, 500] } }, versionBefore: VERSION_BEFORE }),
  async run({ ground, form, say }) {
    const { ms, kill_every_ms, tasks, every_ms } = SIZES[form];
    const accepted: string[] = [];
    const until = performance.now() + ms;
    let kills = 0;
    let killAt = performance.now() + kill_every_ms;
    for (let batch = 1; performance.now() < until; batch += 1) {
      accepted.push(...(await ground.api.submit(tasks, `load ${batch}`)));
      if (performance.now() >= killAt) {
        // What a worker had in hand goes on at the other one, of the other version.
        await ground.workers[kills % 2]?.kill();
        kills += 1;
        killAt = performance.now() + kill_every_ms;
      }
      await delay(every_ms);
    }
    // Where code and history part, a task goes no further; its history then says why.
    await untilOver(ground, accepted, LIMIT_MS).catch(() => undefined);
    const runs = [...(await listExecutions(ground.client)), ...(await listExecutions(ground.client, POOL_WORKFLOW))];
    const { mixed, versions, broken } = await compareVersions(ground.client, runs);
    say(`${mixed} of ${runs.length} runs had decisions of both versions`);
    return {
      faults: kills,
      accepted,
      recovery: [],
      broken: [
        ...broken,
        ...(versions.size === 2 ? [] : [`${versions.size} versions made decisions`]),
        ...(mixed > 0 ? [] : ['no run had decisions of both versions']),
      ],
      notes: [`${mixed} of ${runs.length} runs had decisions of both versions; all ${runs.length} were replayed`],
    };
  },
};
