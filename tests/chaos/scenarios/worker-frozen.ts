import { readFile } from 'node:fs/promises';
import { eventually } from '../../support/eventually.ts';
import { commitsOf } from '../checks/effects.ts';
import type { Ground } from '../ground/ground.ts';
import { type JournalEntry, openCalls } from '../ground/journal.ts';
import { hold } from '../ground/outage.ts';
import type { Service } from '../ground/service.ts';
import type { Findings, Scenario } from '../scenario.ts';

const STALE_RESULTS = { full: 50, short: 3 } as const;
const AT_ONCE = 3;
const ROUND_LIMIT_MS = 120_000;

/**
 * A worker stands still until another has done its work; then it goes on, with a result nobody waits for. The agents of
 * the worker that stands still go on by themselves and have their results ready when it wakes.
 */
export const workerFrozen: Scenario = {
  name: 'worker frozen past its limits',
  passes: 'every stale result is refused',
  leastCompleted: 1,
  wakesLate: true,
  ground: () => ({
    workers: 2,
    size: AT_ONCE,
    agents: { work_ms: { any: [0, 50], implement_feature: [500, 1_000] } },
  }),
  async run({ ground, form, say }): Promise<Findings> {
    const accepted: string[] = [];
    const recovery: number[] = [];
    const broken: string[] = [];
    let stale = 0;
    for (let round = 1; stale < STALE_RESULTS[form]; round += 1) {
      const release = await hold(ground, 'implement_feature');
      const ids = await ground.api.submit(AT_ONCE, `frozen ${round}`);
      accepted.push(...ids);
      const { worker, calls } = await someAtWork(ground, ids);
      worker.freeze();
      const at = Date.now();
      const logged = (await logOf(worker)).length;
      try {
        await release();
        await eventually('the tasks end elsewhere', () => allCompleted(ground, ids), ROUND_LIMIT_MS);
      } finally {
        worker.thaw();
      }
      const before = await Promise.all(calls.map(({ task }) => tipOf(ground, task)));
      await eventually(
        `${worker.name} is through with its stale calls`,
        async () => (hasEnded((await logOf(worker)).slice(logged), calls) ? true : undefined),
        ROUND_LIMIT_MS,
      );
      const journal = await ground.journal();
      for (const [index, call] of calls.entries()) {
        const again = journal.find(
          (entry) => entry.what === 'begin' && entry.key === call.key && entry.call > call.call,
        );
        if (again !== undefined) recovery.push(again.at - at);
        const offered = journal.some(
          (entry) => entry.what === 'end' && entry.key === call.key && entry.call === call.call,
        );
        if (!offered) continue;
        stale += 1;
        if ((await tipOf(ground, call.task)) !== before[index])
          broken.push(`the stale result of ${call.key} was taken`);
      }
      say(`round ${round}: ${worker.name} stood still with ${calls.length} at work; ${stale} stale results so far`);
    }
    return { faults: stale, accepted, recovery, broken, notes: [] };
  },
};

/** The worker that has most of the coders, once all of them are at work. */
async function someAtWork(ground: Ground, ids: readonly string[]): Promise<{ worker: Service; calls: JournalEntry[] }> {
  return eventually('coders are at work', async () => {
    const calls = openCalls(await ground.journal()).filter(
      ({ task, action }) => ids.includes(task) && action === 'implement_feature',
    );
    const [most] = ground.workers
      .map((worker) => ({ worker, calls: calls.filter(({ workspace }) => workspace.startsWith(`${worker.home}/`)) }))
      .toSorted((one, other) => other.calls.length - one.calls.length);
    return calls.length < ids.length ? undefined : most;
  });
}

function logOf({ logFile }: Service): Promise<string> {
  return readFile(logFile, 'utf8');
}

/** Whether a worker's log says of each call how its attempt ended there: what became of the result is for the branch to tell. */
function hasEnded(log: string, calls: readonly JournalEntry[]): boolean {
  const ends = log
    .split('\n')
    .filter((line) => line.includes('"CODE_IMPLEMENTATION"') && line.includes('"duration_ms"'));
  return calls.every(({ task }) => ends.some((line) => line.includes(task)));
}

async function allCompleted({ api }: Ground, ids: readonly string[]): Promise<true | undefined> {
  const tasks = await Promise.all(ids.map((id) => api.task(id)));
  return tasks.every((task) => task?.status === 'completed') ? true : undefined;
}

async function tipOf({ repository }: Ground, taskId: string): Promise<string | undefined> {
  return (await commitsOf(repository, taskId))[0]?.sha;
}
