import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setTimeout as delay } from 'node:timers/promises';
import { defaultPayloadConverter } from '@temporalio/common';
import { PHASES } from '../../src/domain/phase.ts';
import type { PoolMessage } from '../../src/domain/pool/messages.ts';
import {
  type PoolInput,
  POOL_WORKFLOW,
  poolWorkflowId,
  UPDATE_CONFIGURE,
  UPDATE_PAUSE,
} from '../../src/workflows/pool/contract.ts';
import { TASK_QUEUE } from '../../src/workflows/task/contract.ts';
import type { WatchedTask } from '../support/watched-tasks.ts';
import { SHORT } from '../support/gate.ts';
import type { PoolHandle } from '../support/pool-handle.ts';
import { type PoolSite, startPoolSite, until } from '../support/pool-site.ts';

/** The whole load takes some minutes: `npm run test:load`. Otherwise a part of it. */
const isWhole = process.env['CHIMERA_TEST_LOAD'] === 'whole';
const BURST = isWhole ? 1_000 : 150;
const AT_ONCE = isWhole ? 100 : 50;
const RUNS = isWhole ? 200 : 20;
const MESSAGES = isWhole ? 12_000 : 2_000;
const MESSAGES_PER_SECOND = 200;
const LIMIT_MS = isWhole ? 900_000 : 300_000;

let site: PoolSite;

beforeAll(async () => {
  site = await startPoolSite();
});
afterAll(() => site.stop());

/** Waits until all have completed; for some at once only, since the server takes no more than so many long calls. */
async function completed(members: readonly WatchedTask[]): Promise<void> {
  for (let from = 0; from < members.length; from += 50) {
    await Promise.all(members.slice(from, from + 50).map(({ handle }) => handle.result()));
  }
}

/** Says how long a load took, for whoever runs it. */
async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await work();
  process.stdout.write(`${what}: ${((performance.now() - begun) / 1_000).toFixed(1)} s\n`);
  return result;
}

/** Starts a pool whose runs have that many events, or as many as the server suggests. */
async function startPool(name: string, eventsPerRun: number | undefined): Promise<void> {
  const bound = eventsPerRun === undefined ? {} : { events_per_run: eventsPerRun };
  const input: PoolInput = { name, settings: site.settingsOf(name), ...bound };
  const workflowId = poolWorkflowId(name);
  await site.client.workflow.start(POOL_WORKFLOW, { workflowId, taskQueue: TASK_QUEUE, args: [input] });
}

/** The runs that a pool is in, this one included. */
async function runsOf({ handle }: PoolHandle): Promise<number> {
  const { events } = await handle.fetchHistory();
  const [payload] = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  return payload === undefined ? 0 : (defaultPayloadConverter.fromPayload<PoolInput>(payload).carried?.runs ?? 1);
}

describe('a burst', () => {
  it(
    `of ${BURST} tasks, ${AT_ONCE} at once, ends with all of them completed, and none run twice`,
    async () => {
      const pool = site.pool('burst', { size: AT_ONCE });
      site.tasks.forget();
      const members = await timed(`${BURST} tasks`, async () => {
        const all = await Promise.all(Array.from({ length: BURST }, () => site.tasks.start({ pool: 'burst' })));
        await completed(all);
        return all;
      });
      for (const { play } of members) expect(play.calls.map(({ phase }) => phase)).toEqual(PHASES);
      expect(site.tasks.peak()).toBeLessThanOrEqual(AT_ONCE);
      const { totals, next_token, leases, queue } = await pool.state();
      expect({ leases, queue }).toEqual({ leases: [], queue: [] });
      expect(totals).toMatchObject({ granted: BURST, completed: BURST, lost: 0, refused: 0 });
      expect(next_token).toBe(BURST + 1);
      const tokens = members.map(({ play }) => play.calls[0]?.lease_token);
      expect(new Set(tokens).size).toBe(BURST);
    },
    LIMIT_MS,
  );
});

describe('a pool that continues as new', () => {
  it(
    `${RUNS} times under traffic loses no task, no lease and no command`,
    async () => {
      const pool = site.pool('runs', { size: 10 });
      await startPool('runs', 12);
      const members: WatchedTask[] = [];
      let commands = 0;
      let runs = 0;
      await timed(`${RUNS} runs`, async () => {
        while (runs < RUNS) {
          const next = await Promise.all(
            Array.from({ length: 12 }, () => site.tasks.start({ pool: 'runs', scripts: SHORT })),
          );
          members.push(...next);
          commands += 1;
          await pool.command(UPDATE_CONFIGURE, { change: { size: 5 + (commands % 5) }, reason: `command ${commands}` });
          await completed(next.slice(0, 6));
          runs = await runsOf(pool);
        }
        await completed(members);
      });
      process.stdout.write(`${members.length} tasks and ${commands} commands in ${runs} runs\n`);
      expect(members.filter(({ play }) => play.calls.length !== 1)).toEqual([]);
      await until('every lease is back', async () => (await pool.leases()).length === 0);
      const { totals, decisions, next_token } = await pool.state();
      expect(totals).toMatchObject({ granted: members.length, completed: members.length, lost: 0, refused: 0 });
      expect(next_token).toBe(members.length + 1);
      const reasons = decisions.map(({ reason }) => reason);
      const given = Array.from({ length: commands }, (_, index) => `command ${index + 1}`);
      expect(reasons).toEqual(given.slice(-reasons.length));
    },
    LIMIT_MS,
  );
});

describe('a flood', () => {
  it(
    `of ${MESSAGES} messages, ${MESSAGES_PER_SECOND} a second by way of four workers, ends in refusals and not in losses`,
    async () => {
      const cap = 50;
      const pool = site.pool('flood', { size: 1, queue_cap: cap });
      await startPool('flood', isWhole ? undefined : 500);
      // Nobody is behind these tasks: a lease for one would come back as lost.
      await pool.command(UPDATE_PAUSE);
      const sending: Promise<number>[] = [];
      const asking: Promise<number>[] = [];
      const begun = performance.now();
      const lines = Array.from({ length: 4 }, () => site.anotherClient());
      await timed(`${MESSAGES} messages`, async () => {
        for (let sent = 0; sent < MESSAGES; sent += 1) {
          const ahead = begun + (sent * 1_000) / MESSAGES_PER_SECOND - performance.now();
          if (ahead > 0) await delay(ahead);
          const line = lines[sent % lines.length];
          sending.push(untilTaken(() => line?.tell('flood', [madeUp(sent)]) ?? Promise.reject(new Error('no line'))));
          if (sent % 1_000 === 0) asking.push(untilTaken(() => pool.state()));
        }
        await Promise.all(sending);
      });
      await timed('their answers', () =>
        until('all are answered', async () => {
          const { enqueued, refused } = (await pool.state().catch(() => ({ totals: NONE }))).totals;
          return enqueued + refused >= MESSAGES;
        }),
      );
      const { totals, queue } = await pool.state();
      expect(totals.enqueued + totals.refused).toBe(MESSAGES);
      // Those that wait are found to be nobody, twice a minute, and others take their place.
      expect(totals.enqueued - totals.lost).toBe(queue.length);
      expect(queue.length).toBeLessThanOrEqual(cap);
      const runs = await runsOf(pool);
      expect(runs).toBeGreaterThan(1);
      const again = (await Promise.all(sending)).filter((attempts) => attempts > 1).length;
      const [questions, unanswered] = [asking.length, (await Promise.all(asking)).filter((tries) => tries > 1).length];
      process.stdout.write(`${runs} runs; ${again} messages were sent again; `);
      process.stdout.write(`${unanswered} of ${questions} questions were asked again\n`);
    },
    LIMIT_MS,
  );
});

function madeUp(index: number): PoolMessage {
  return { kind: 'enqueue', task_id: `chimera-made-up-${index}`, ask: 1, priority: 5, project: 'none' };
}

const NONE = { enqueued: 0, refused: 0 };

/** Does a call again, as a task's local activity does, until Temporal has taken it; tells how often it was tried. */
async function untilTaken(call: () => Promise<unknown>): Promise<number> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      await call();
      return attempts;
    } catch (error) {
      if (attempts === 20) throw error;
    }
    await delay(Math.min(500 * 2 ** (attempts - 1), 10_000));
  }
}
