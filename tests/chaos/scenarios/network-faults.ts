import { setTimeout as delay } from 'node:timers/promises';
import { NETWORK_FAULTS, type NetworkFault } from '../network/fault-network.ts';
import type { Scenario } from '../scenario.ts';
import { nextCall, untilHealthy } from './progress.ts';

const SIZES = { full: { ms: 60_000, tasks: 12, rounds: 10 }, short: { ms: 10_000, tasks: 3, rounds: 1 } } as const;
const HEALTHY_WITHIN_MS = 60_000;

/** The network between Chimera's processes and Temporal and PostgreSQL goes bad, and good again, in each way. */
export const networkFaults: Scenario = {
  name: 'network cut, slow, reset, trickling',
  passes: 'no task lost, work goes on by itself',
  leastCompleted: 0.95,
  wakesLate: true,
  ground: () => ({ workers: 2, size: 4, proxied: true, agents: { work_ms: { any: [200, 1_000] } } }),
  async run({ ground, form, random, say }) {
    const { ms, tasks, rounds } = SIZES[form];
    const accepted: string[] = [];
    const recovery: number[] = [];
    const broken: string[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      for (const fault of shuffled(random)) {
        const submitting = ground.api.submit(tasks, `${fault} ${round}`);
        await nextCall(ground, Date.now(), ms);
        await ground.network().spoil(fault);
        await delay(ms);
        await ground.network().heal();
        const at = Date.now();
        if (!(await untilHealthy(ground, HEALTHY_WITHIN_MS))) broken.push(`not healthy after ${fault}`);
        const recovered = Date.now() - at;
        recovery.push(recovered);
        accepted.push(...(await submitting));
        say(`${fault}: healthy ${recovered} ms after it`);
      }
    }
    return { faults: recovery.length, accepted, recovery, broken, notes: [] };
  },
};

function shuffled(random: () => number): readonly NetworkFault[] {
  return NETWORK_FAULTS.map((fault) => ({ fault, place: random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ fault }) => fault);
}
