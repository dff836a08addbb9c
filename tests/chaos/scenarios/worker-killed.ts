import { processesOfRun } from '../../support/processes.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../support/eventually.ts';
import type { Ground } from '../ground/ground.ts';
import { type JournalEntry, openCalls } from '../ground/journal.ts';
import { between } from '../random.ts';
import type { Service } from '../ground/service.ts';
import type { Scenario } from '../scenario.ts';

// At most `pause_ms` between two kills: a call comes back after some 12 s, and should not meet kill after kill until its
// task is parked for having lost five workers. Calls take so long that there is work for all the kills.
const SIZES = {
  full: { kills: 200, tasks: 300, pause_ms: 16_000, work_ms: [1_000, 4_000] },
  short: { kills: 5, tasks: 10, pause_ms: 6_000, work_ms: [300, 1_500] },
} as const;

/** The heartbeat timeout and 5 s. */
const GOES_ON_WITHIN_MS = 15_000;

const AGAIN_MS = 100;

/** A call that was made for the third time is spared: a task whose phase lost five workers is parked, as it should be. */
const MOST_CALLS = 2;

/** How long a killed call is looked for in the journal before it counts as not going on. */
const LOOK_MS = 60_000;

/** Workers are killed while their agents are at work. */
export const workerKilled: Scenario = {
  name: 'worker killed mid-phase',
  passes: 'no task lost, each goes on within heartbeat timeout + 5 s',
  leastCompleted: 0.95,
  ground: (form) => ({ workers: 2, size: 4, agents: { work_ms: { any: SIZES[form].work_ms } } }),
  async run({ ground, form, random, say }) {
    const { kills, tasks, pause_ms } = SIZES[form];
    const accepted = await ground.api.submit(tasks, 'killed');
    const recoveries: Promise<Recovery | undefined>[] = [];
    const killed: number[] = [];
    while (killed.length < kills) {
      const call = await someCallAtWork(ground, random);
      if (call === undefined) break;
      const victim = ground.workers.find((worker) => isOn(worker, call));
      const atWork = victim === undefined ? [] : (await callsAtWork(ground)).filter((open) => isOn(victim, open));
      const isSpared = atWork.some((open) => open.call > MOST_CALLS);
      if (victim === undefined || isSpared || !(await victim.isUp()) || !(await victim.kill())) {
        // It is being started again, or has to be let alone for a while.
        await delay(AGAIN_MS);
        continue;
      }
      const at = Date.now();
      killed.push(at);
      const stillOpen = new Set(openCalls(await ground.journal()).map(({ key, call: count }) => `${key}/${count}`));
      const cutOff = atWork.filter((open) => stillOpen.has(`${open.key}/${open.call}`));
      say(`${killed.length}: ${victim.name} with ${cutOff.length} at work`);
      recoveries.push(...cutOff.map((open) => goneOn(ground, open, at)));
      await delay(random() * pause_ms);
    }
    const seen = await Promise.all(recoveries);
    const recovered = seen.filter((recovery) => recovery !== undefined);
    // A call that another kill met on its way is given its time anew.
    const alone = recovered.filter(({ from, until }) => !killed.some((at) => at > from && at <= until));
    const recovery = alone.map(({ from, until }) => until - from);
    const late = recovery.filter((time) => time > GOES_ON_WITHIN_MS).length;
    const again = recovered.length - alone.length;
    return {
      faults: killed.length,
      accepted,
      recovery,
      broken: [
        ...(killed.length < kills ? [`only ${killed.length} of ${kills} kills found work to cut off`] : []),
        ...(recovered.length < seen.length ? [`${seen.length - recovered.length} calls did not go on at all`] : []),
      ],
      late: late > 0 ? [`${late} calls went on later than after ${GOES_ON_WITHIN_MS / 1_000} s`] : [],
      notes: [`${seen.length} calls cut off, ${again} of them met by another kill before they went on`],
    };
  },
};

/** From the kill of a call's worker until it went on, in ms since the epoch. */
interface Recovery {
  readonly from: number;
  readonly until: number;
}

/** A call that is under way, once there is one; undefined when all tasks are over. */
async function someCallAtWork(ground: Ground, random: () => number): Promise<JournalEntry | undefined> {
  return eventually('an agent is at work', async () => {
    const alive = await callsAtWork(ground);
    return alive[between(random, 0, alive.length - 1)];
  }).catch(() => undefined);
}

/** The calls under way: those that were cut off before never end, so only the last of each phase counts, while its process is there. */
async function callsAtWork(ground: Ground): Promise<readonly JournalEntry[]> {
  const journal = await ground.journal();
  const latest = new Map(journal.map((entry) => [entry.key, entry.call]));
  const open = openCalls(journal).filter(({ key, call }) => latest.get(key) === call);
  const there = await Promise.all(open.map(({ run }) => processesOfRun(run)));
  return open.filter((_, at) => there[at]?.length !== 0);
}

function isOn({ home }: Service, { workspace }: JournalEntry): boolean {
  return workspace.startsWith(`${home}/`);
}

/** When a call that was cut off at a time was made again, or its phase was seen to be done. */
async function goneOn(
  ground: Ground,
  { task, action, call, key }: JournalEntry,
  from: number,
): Promise<Recovery | undefined> {
  return eventually(
    `${key} goes on`,
    async () => {
      const journal = await ground.journal();
      const next = journal.find(
        (entry) =>
          entry.what === 'begin' &&
          entry.task === task &&
          entry.at > from &&
          (entry.action !== action || entry.call > call),
      );
      return next === undefined ? undefined : { from, until: next.at };
    },
    LOOK_MS,
  ).catch(() => undefined);
}
