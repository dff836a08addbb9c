import type { Ground } from '../ground/ground.ts';
import type { Scenario } from '../scenario.ts';
import { untilOver } from './progress.ts';

const OTHERS = { full: 40, short: 6 } as const;
const LIMIT_MS = 300_000;

/** Each worker that takes up one task's implementation is killed by it. */
export const poisonTask: Scenario = {
  name: 'task that kills its worker',
  passes: 'parked at its limit; the others complete',
  leastCompleted: 0,
  ground: () => ({
    workers: 2,
    size: 4,
    agents: { work_ms: { any: [0, 50], implement_feature: [1_000, 1_500] } },
  }),
  async run({ ground, form, say }) {
    const [poison = ''] = await ground.api.submit(1, 'poison');
    const others = await ground.api.submit(OTHERS[form], 'beside the poison');
    const killed = new Set<number>();
    await untilOver(ground, [poison, ...others], LIMIT_MS, async () => {
      if (await killWorkerOf(ground, poison, killed)) say(`worker ${killed.size} killed`);
    });
    const [end, ...ends] = await Promise.all([poison, ...others].map((id) => ground.api.task(id)));
    const unwell = ends.filter((task) => task?.status !== 'completed').length;
    return {
      faults: killed.size,
      accepted: [poison, ...others],
      recovery: [],
      broken: [
        ...(end?.status === 'dead_lettered' ? [] : [`the task that kills its workers is ${end?.status ?? 'unknown'}`]),
        ...(unwell > 0 ? [`${unwell} other tasks did not complete`] : []),
      ],
      notes: [],
    };
  },
};

/** Kills the worker of the task's latest implementation, once for each. */
async function killWorkerOf(ground: Ground, taskId: string, killed: Set<number>): Promise<boolean> {
  const call = (await ground.journal()).findLast(
    ({ task, action, what }) => task === taskId && action === 'implement_feature' && what === 'begin',
  );
  if (call === undefined || killed.has(call.call)) return false;
  killed.add(call.call);
  const worker = ground.workers.find(({ home }) => call.workspace.startsWith(`${home}/`));
  return (await worker?.kill()) ?? false;
}
