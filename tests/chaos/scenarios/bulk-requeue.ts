import type { BulkOutcome } from '../../../src/contract/dead-letter/dead-letter.ts';
import type { Ground } from '../ground/ground.ts';
import type { Scenario } from '../scenario.ts';
import { parkTasks, QUICK_TO_PARK } from './parked.ts';
import { untilOver } from './progress.ts';

// More live tasks than leases: a delay that is nothing but a message's way says nothing when it doubles.
const SIZES = { full: { parked: 500, live: 60 }, short: { parked: 5, live: 12 } } as const;
const LIMIT_MS = 3_600_000;
/** As long as `chimera dlq requeue` waits. */
const ANSWER_LIMIT_MS = 300_000;
const MOST_SLOWER = 2;

/** Many parked tasks are requeued in one request, while live tasks come in. */
export const bulkRequeue: Scenario = {
  name: 'bulk requeue beside live tasks',
  passes: 'all run; the P95 of the live tasks’ start delay at most doubles',
  leastCompleted: 1,
  ground: () => QUICK_TO_PARK,
  async run({ ground, form }) {
    const { parked, live } = SIZES[form];
    const letters = await parkTasks(ground, parked);
    const before = await ground.api.submit(live, 'before');
    await untilOver(ground, before, LIMIT_MS);
    const counted = await requeue(ground, true);
    const requeuing = requeue(ground, false);
    const beside = await ground.api.submit(live, 'beside');
    const outcome = await requeuing;
    await untilOver(ground, [...beside, ...letters], LIMIT_MS);
    const [usual, slower] = [await startDelayP95(ground, before), await startDelayP95(ground, beside)];
    return {
      faults: parked,
      accepted: [...letters, ...before, ...beside],
      recovery: [],
      broken: [
        ...(counted?.count === parked ? [] : [`the dry run counts ${counted?.count ?? 'nothing'} of ${parked}`]),
        ...(outcome?.dry_run === false && outcome.done.length === parked ? [] : ['not all were requeued']),
      ],
      late: slower > MOST_SLOWER * usual ? [`the P95 of the start delay grew from ${usual} to ${slower} ms`] : [],
      notes: [`P95 of the start delay: ${usual} ms before, ${slower} ms beside the requeue`],
    };
  },
};

async function requeue({ api }: Ground, dry_run: boolean): Promise<BulkOutcome | undefined> {
  const { status, body } = await api.ask('/api/dlq/requeue', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ filter: { phase: 'CODE_IMPLEMENTATION' }, dry_run, reason: 'the coder is back' }),
    signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
  });
  return status === 200 ? (body as BulkOutcome) : undefined;
}

/** From request to start, in ms, for 95 of 100 of the tasks at most. */
async function startDelayP95({ api }: Ground, ids: readonly string[]): Promise<number> {
  const tasks = await Promise.all(ids.map((id) => api.task(id)));
  const delays = tasks.flatMap((task) =>
    typeof task?.started_at !== 'string' ? [] : [Date.parse(task.started_at) - Date.parse(task.created_at)],
  );
  return delays.toSorted((one, other) => one - other)[Math.ceil(delays.length * 0.95) - 1] ?? Infinity;
}
