import { eventually } from '../../support/eventually.ts';
import { obstacleToFakeClocks } from '../ground/fake-clock.ts';
import type { JournalEntry } from '../ground/journal.ts';
import { openCalls } from '../ground/journal.ts';
import { takeDown } from '../ground/outage.ts';
import type { Scenario } from '../scenario.ts';
import { breakerOf } from './breaker-of.ts';
import { nextCall, untilOver } from './progress.ts';

const HOUR_S = 3_600;
/** How far ahead of the real time the clock is after each jump, in s; forward, back, back and forward. */
const OFFSETS = [HOUR_S, 0, -HOUR_S, 0] as const;
const SIZES = { full: { jumps: 20, tasks: 6 }, short: { jumps: 3, tasks: 2 } } as const;
const FAILURES = 2;
const OPEN_S = 5;

/** All of a jump's tasks are over so soon after it, or something waits for the clock. */
const LIMIT_MS = 120_000;

/**
 * The clock of Chimera's own processes and of PostgreSQL jumps by an hour while agents are at work and a breaker is open.
 * Temporal's server keeps the real time: it asks the kernel, past the library that shows the others another time.
 */
export const clockJump: Scenario = {
  name: 'clock jumps by an hour',
  passes: 'nothing starts twice; breakers, leases and waits go on',
  leastCompleted: 1,
  obstacle: obstacleToFakeClocks,
  ground: () => ({
    workers: 2,
    size: 4,
    fakeClock: true,
    projects: ['trial', 'other'],
    agents: { work_ms: { any: [200, 1_000] } },
    configuration: { breaker: { threshold: FAILURES, open_seconds: OPEN_S } },
  }),
  async run({ ground, form, say }) {
    const { jumps, tasks } = SIZES[form];
    const accepted: string[] = [];
    const recovery: number[] = [];
    const broken: string[] = [];
    for (let jump = 0; jump < jumps; jump += 1) {
      const bringBack = await takeDown(ground, 'trial', 'implement_feature');
      const waiting = await ground.api.submit(FAILURES, `waiting ${jump}`);
      accepted.push(...waiting);
      await eventually('the breaker opens', async () =>
        (await breakerOf(ground, 'coder-agent@trial'))?.state === 'OPEN' ? true : undefined,
      );
      const atWork = await ground.api.submit(tasks, `at work ${jump}`, 'other');
      accepted.push(...atWork);
      await eventually('agents are at work', async () =>
        openCalls(await ground.journal()).some(({ task }) => atWork.includes(task)) ? true : undefined,
      );
      const offset = OFFSETS[jump % OFFSETS.length] ?? 0;
      await ground.fakeClock().set(offset);
      const at = Date.now();
      await bringBack();
      const next = await nextCall(ground, at, LIMIT_MS);
      if (next !== undefined) recovery.push(next - at);
      await untilOver(ground, [...waiting, ...atWork], LIMIT_MS).catch(() => {
        broken.push(`after jump ${jump + 1} not all tasks are over within ${LIMIT_MS / 1_000} s`);
      });
      say(`${jump + 1}: ${offset} s ahead, all over after ${Date.now() - at} ms`);
    }
    broken.push(...begunTwice(await ground.journal()));
    const notes = ['Chimera’s processes and PostgreSQL saw the jumps, Temporal’s server did not'];
    return { faults: jumps, accepted, recovery, broken, notes };
  },
};

/** The keys under which calls began again though none had failed. */
function begunTwice(journal: readonly JournalEntry[]): string[] {
  const open = new Map<string, number>();
  for (const { key, what } of journal) {
    if (what === 'begin') open.set(key, (open.get(key) ?? 0) + 1);
    if (what === 'failed') open.set(key, (open.get(key) ?? 0) - 1);
  }
  return [...open].flatMap(([key, count]) => (count > 1 ? [`${key} was begun twice`] : []));
}
