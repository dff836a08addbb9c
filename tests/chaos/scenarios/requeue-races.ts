import type { Ground } from '../ground/ground.ts';
import type { Scenario } from '../scenario.ts';
import { parkTasks, QUICK_TO_PARK } from './parked.ts';
import { untilOver } from './progress.ts';

const RACES = { full: 200, short: 6 } as const;
const LIMIT_MS = 900_000;

/** Two operators decide about one dead letter at once: one requeues it, one discards it. */
export const requeueRaces: Scenario = {
  name: 'requeue and discard at once',
  passes: 'one winner each, and its word holds',
  leastCompleted: 0,
  ground: () => QUICK_TO_PARK,
  async run({ ground, form, random }) {
    const accepted = await parkTasks(ground, RACES[form]);
    const broken: string[] = [];
    const requeued = new Set<string>();
    for (const id of accepted) {
      const operators = random() < 0.5 ? (['requeue', 'discard'] as const) : (['discard', 'requeue'] as const);
      const statuses = await Promise.all(operators.map((decision) => decide(ground, id, decision)));
      const winners = operators.filter((_, index) => statuses[index] === 200);
      if (winners.length !== 1 || !statuses.includes(409)) broken.push(`${id}: ${statuses.join(' and ')}`);
      if (winners[0] === 'requeue') requeued.add(id);
    }
    await untilOver(ground, accepted, LIMIT_MS);
    for (const id of accepted) {
      const wanted = requeued.has(id) ? 'completed' : 'discarded';
      const status: string | undefined = (await ground.api.task(id))?.status;
      if (status !== wanted) broken.push(`${id} is ${status ?? 'unknown'}, not ${wanted}`);
    }
    const notes = [`${requeued.size} requeued, ${accepted.length - requeued.size} discarded`];
    return { faults: accepted.length, accepted, recovery: [], broken, notes };
  },
};

async function decide({ api }: Ground, id: string, decision: 'requeue' | 'discard'): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ reason: 'a race' });
  return (await api.ask(`/api/dlq/${id}-1/${decision}`, { method: 'POST', headers, body })).status;
}
