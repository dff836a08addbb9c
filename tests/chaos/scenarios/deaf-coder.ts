import { eventually } from '../../support/eventually.ts';
import { processesWith } from '../../support/processes.ts';
import type { Scenario } from '../scenario.ts';

const TASKS = { full: 20, short: 3 } as const;
const LIMIT_S = 5;
const GONE_WITHIN_MS = 5_000;
const LOOK_MS = 30_000;

/** A coder that forks children into sessions of their own, ignores SIGTERM and never ends. */
export const deafCoder: Scenario = {
  name: 'coder that forks and ignores SIGTERM',
  passes: 'no survivor 5 s after its limit',
  leastCompleted: 0,
  ground: () => ({
    workers: 1,
    size: 3,
    agents: { trouble: 'fork' },
    project: { limits: { CODE_IMPLEMENTATION: LIMIT_S } },
  }),
  async run({ ground, form }) {
    const accepted = await ground.api.submit(TASKS[form], 'deaf');
    const gone = await Promise.all(
      accepted.map(async (id) => {
        const begun = await eventually(
          `the coder of ${id} forks`,
          async () => (await ground.journal()).find(({ task, what }) => task === id && what === 'child')?.at,
          10 * 60_000,
        );
        const limit = begun + LIMIT_S * 1_000;
        return eventually(
          `the processes of ${id} are gone`,
          async () => ((await processesWith(`CHIMERA_TASK_ID=${id}`)).length === 0 ? Date.now() - limit : undefined),
          LOOK_MS,
        ).catch(() => undefined);
      }),
    );
    const times = gone.filter((ms) => ms !== undefined);
    const survivors = gone.length - times.length;
    const late = times.filter((ms) => ms > GONE_WITHIN_MS).length;
    return {
      faults: accepted.length,
      accepted,
      recovery: times.map((ms) => Math.max(0, ms)),
      broken: survivors > 0 ? [`the processes of ${survivors} coders are still there after ${LOOK_MS / 1_000} s`] : [],
      late: late > 0 ? [`the processes of ${late} coders outlived their limit by more than 5 s`] : [],
      notes: [],
    };
  },
};
