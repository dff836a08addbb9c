import { setTimeout as delay } from 'node:timers/promises';
import type { TaskView } from '../../../src/contract/task/task.ts';
import { eventually } from '../../support/eventually.ts';
import { mostAtOnce } from '../checks/at-once.ts';
import type { Ground } from '../ground/ground.ts';
import type { JournalEntry } from '../ground/journal.ts';
import { hangThree, hold, takeDown } from '../ground/outage.ts';
import type { Scenario } from '../scenario.ts';
import { breakerOf } from './breaker-of.ts';
import { untilOver } from './progress.ts';

// The limit of a call is longer than all that happens while the breaker is half open.
const SIZES = {
  full: { tasks: 56, open_s: 30, lease_s: 30, hold_ms: 45_000, knock_ms: 120_000, limit_s: 300 },
  short: { tasks: 9, open_s: 5, lease_s: 4, hold_ms: 6_000, knock_ms: 40_000, limit_s: 60 },
} as const;
const PROBES = 3;
const CODER = 'implement_feature';

/** The share of the tasks that have to knock while the agent is tried. */
const LEAST_CALLERS = 0.9;
const KNOCK_LOOK_MS = 2_000;

/** A call that finds all places taken comes back after 5 s at the latest, and begins some moments later. */
const COMES_BACK_WITHIN_MS = 10_000;
const LEAST_OPEN_MS = 2_000;
const LIMIT_MS = 600_000;

/** The calls that try an agent hang, all of them, while many others want to be next. */
export const hungProbe: Scenario = {
  name: 'hung probes before many callers',
  passes: 'places are taken back at their expiry; of 50 callers at half open never more than 3 are let in',
  leastCompleted: 0,
  ground: (form) => ({
    workers: 2,
    size: SIZES[form].tasks,
    project: { limits: { CODE_IMPLEMENTATION: SIZES[form].limit_s } },
    configuration: {
      breaker: { open_seconds: SIZES[form].open_s, probe_lease_seconds: SIZES[form].lease_s, probes: PROBES },
    },
  }),
  async run({ ground, form, say }) {
    const { tasks, lease_s, hold_ms, knock_ms } = SIZES[form];
    const lease = lease_s * 1_000;
    const bringBack = await takeDown(ground, 'trial', CODER);
    const accepted = await ground.api.submit(tasks, 'probe');
    await eventually('all tasks want a coder', async () => wantCoder(await ground.journal(), tasks), LIMIT_MS);
    await eventually('the breaker has just opened', () => justOpened(ground), LIMIT_MS);
    const release = await hold(ground, CODER);
    await hangThree(ground, CODER);
    await bringBack();

    const hung = await eventually('three calls hang', async () => {
      const found = (await coderCalls(ground)).filter(({ hangs }) => hangs);
      return found.length === PROBES ? found : undefined;
    });
    const [first = 0, last = 0] = [hung[0]?.from, hung.at(-1)?.from];
    say(`${hung.length} calls hang`);
    const later = async () => (await coderCalls(ground)).filter(({ from, hangs }) => from >= first && !hangs);
    const next = await eventually('a place is taken back', async () => (await later())[0]).catch(() => undefined);
    // Longer than a lease, so that places are kept by signs of life alone.
    await delay(hold_ms);
    /** Who hung, was let in, or was refused, until a time. */
    const knockers = (fates: readonly TaskView[], letIn: readonly CoderCall[], until: number): ReadonlySet<string> => {
      const refused = fates.filter((task) => wasRefused(task, first, until));
      return new Set([...[...hung, ...letIn].map(({ task }) => task), ...refused.map(({ task_id }) => task_id)]);
    };
    const notAmong = async (knocked: ReadonlySet<string>): Promise<readonly string[]> =>
      (await fatesOf(ground, accepted)).filter(({ task_id }) => !knocked.has(task_id)).map(whereabouts);
    const knocking = async (): Promise<true | undefined> =>
      knockers(await fatesOf(ground, accepted), await later(), Infinity).size >= LEAST_CALLERS * tasks
        ? true
        : undefined;
    await eventually('all others have knocked', knocking, knock_ms, KNOCK_LOOK_MS).catch(async () => {
      const absent = await notAmong(knockers(await fatesOf(ground, accepted), await later(), Infinity));
      say(`did not want in within ${knock_ms / 1_000} s: ${absent.join('; ')}`);
    });
    await release();
    await untilOver(ground, accepted, LIMIT_MS);

    const calls = await later();
    const closed = Math.min(...calls.map(({ until = Infinity }) => until));
    const letIn = calls.filter(({ from }) => from < closed);
    const most = mostAtOnce(letIn);
    const late = next === undefined ? 0 : next.from - last - lease;
    const fates = await fatesOf(ground, accepted);
    const knocked = knockers(fates, letIn, closed);
    const unwell = fates.filter(({ status }) => status !== 'completed').length - hung.length;
    return {
      faults: hung.length,
      accepted,
      recovery: next === undefined ? [] : [next.from - last],
      broken: [
        ...(most > PROBES ? [`${most} calls at once, of ${PROBES}`] : []),
        // A call begins some moments after it was given its place, so only half of a lease can be seen for sure.
        ...(letIn.some(({ from }) => from < first + lease / 2) ? ['a place was given away before its time'] : []),
        ...(next === undefined ? ["no hung call's place was in use again"] : []),
        ...(knocked.size < LEAST_CALLERS * tasks ? [`only ${knocked.size} tasks wanted in`] : []),
        ...(unwell > 0 ? [`${unwell} tasks whose calls did not hang are not completed`] : []),
      ],
      late: late > COMES_BACK_WITHIN_MS ? [`a hung call's place was in use again ${late} ms after its expiry`] : [],
      notes: [`${knocked.size} tasks wanted in at half open; at most ${most} calls at once beside the hung ones`],
    };
  },
};

/** Where a task is, and the last of what kept it from going on. */
function whereabouts({ task_id, status, waiting_for, phases }: TaskView): string {
  const last = phases.flatMap(({ retries }) => retries).at(-1);
  const kept = last === undefined ? 'nothing failed' : `${last.kind} at ${last.at}, again after ${last.delay_ms} ms`;
  return `${task_id} ${status}, waits for ${waiting_for?.kind ?? 'nothing'}; ${kept}`;
}

async function fatesOf({ api }: Ground, ids: readonly string[]): Promise<readonly TaskView[]> {
  const tasks = await Promise.all(ids.map((id) => api.task(id)));
  return tasks.filter((task) => task !== undefined);
}

interface CoderCall {
  readonly task: string;
  readonly hangs: boolean;
  readonly from: number;
  readonly until?: number;
}

/** The coder's calls in the order in which they began; times in ms since the epoch. */
async function coderCalls(ground: Ground): Promise<readonly CoderCall[]> {
  const journal = (await ground.journal()).filter(({ action }) => action === CODER);
  return journal.flatMap((begin) => {
    if (begin.what !== 'begin') return [];
    const same = journal.filter(({ key, call }) => key === begin.key && call === begin.call);
    const end = same.find(({ what }) => what === 'end' || what === 'failed');
    const hangs = same.some(({ what }) => what === 'hang');
    return [{ task: begin.task, hangs, from: begin.at, ...(end === undefined ? {} : { until: end.at }) }];
  });
}

function wantCoder(journal: readonly JournalEntry[], tasks: number): true | undefined {
  const tested = journal.filter(({ what, action }) => what === 'end' && action === 'generate_test');
  return tested.length >= tasks ? true : undefined;
}

/** Whether the breaker is open and stays so for long enough to change what the next calls meet. */
async function justOpened(ground: Ground): Promise<true | undefined> {
  const breaker = await breakerOf(ground, 'coder-agent@trial');
  const left = breaker?.state === 'OPEN' ? Date.parse(breaker.retry_at ?? '') - Date.now() : 0;
  return left > LEAST_OPEN_MS ? true : undefined;
}

/** Whether the breaker refused a task between two times, in ms since the epoch. */
function wasRefused({ phases }: TaskView, from: number, until: number): boolean {
  return phases.some(({ retries }) =>
    retries.some(({ kind, at }) => kind === 'postponed' && Date.parse(at) >= from && Date.parse(at) <= until),
  );
}
