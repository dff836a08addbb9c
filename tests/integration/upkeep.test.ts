import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ADVISORY_LOCKS } from '../../src/persistence/advisory-locks.ts';
import { LOOK_INTERVAL_MS } from '../../src/runtime/upkeep.ts';
import { messagesOf, type ServiceProcess, untilLogged } from '../support/deployment/service-process.ts';
import { eventually } from '../support/eventually.ts';
import { startUpkeepSite, type UpkeepSite } from './upkeep.site.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long a stop may take while the database answers, and while it does not. */
const STOP_MS = 5_000;
const STOP_ALONE_MS = 15_000;

/** How long it may take until upkeep is done by whoever is left or back: a look, and room for a busy host. */
const SOON_MS = 2 * LOOK_INTERVAL_MS;

/** A statement that gets no answer is given up after 35 s, and what needed it is tried again at the next look. */
const AFTER_SILENCE_MS = 35_000 + SOON_MS;

let site: UpkeepSite;
let running: ServiceProcess[] = [];

beforeAll(async () => {
  site = await startUpkeepSite();
});
afterAll(() => site.stop());
afterEach(async () => {
  await Promise.all(running.filter((service) => service.groupIsAlive()).map((service) => service.end('SIGKILL')));
  running = [];
});

async function serveTwo(): Promise<{ leader: ServiceProcess; other: ServiceProcess }> {
  running = [await site.serve(), await site.serve()];
  await Promise.all(running.map((service) => untilLogged(service, 'Started')));
  const leader = await site.leaderOf(running);
  const other = running.find((service) => service !== leader);
  if (other === undefined) throw new Error('There is no other process.');
  return { leader, other };
}

/** Writes rows of three years ago into all tables that upkeep prunes, and waits until they are gone. */
async function untilUpkeepIsDone(limitMs: number): Promise<void> {
  const tables = await site.prunedTables();
  await site.writeRows(tables, new Date(Date.now() - 3 * 365 * DAY_MS));
  await untilPruned(tables, limitMs);
}

async function untilPruned(tables: readonly string[], limitMs: number): Promise<void> {
  let left: object = {};
  await eventually(
    'everything old is removed',
    async () => {
      left = await site.rowsBefore(tables, new Date(Date.now() - 1_000 * DAY_MS));
      return Object.keys(left).length === 0 ? true : undefined;
    },
    limitMs,
  ).catch((error: unknown) => {
    throw new Error(`Old rows are left: ${JSON.stringify(left)}`, { cause: error });
  });
}

async function stopsInTime(service: ServiceProcess, limitMs = STOP_MS): Promise<void> {
  const { end, ms } = await service.end('SIGTERM');
  expect(end, service.output()).toBe(0);
  expect(messagesOf(service).at(-1)).toBe('Stopped');
  expect(ms).toBeLessThan(limitMs);
}

describe('two API processes on one PostgreSQL', () => {
  it.each(['leader', 'other'] as const)('stop in time and well, the %s first', async (which) => {
    const both = await serveTwo();
    const last = which === 'leader' ? both.other : both.leader;
    await stopsInTime(both[which]);
    // Whoever is left leads now.
    expect(await site.leaderOf([last])).toBe(last);
    await stopsInTime(last);
  });

  it('stop in time when they are asked at once, at the moment of their start', async () => {
    running = [await site.serve(), await site.serve()];
    await Promise.all(running.map((service) => untilLogged(service, 'the API listens')));
    await Promise.all(running.map((service) => stopsInTime(service)));
  });

  it('have old records seen to by the one that is left when the one that leads is killed', async () => {
    const { leader, other } = await serveTwo();
    await leader.end('SIGKILL');
    await untilUpkeepIsDone(SOON_MS);
    await stopsInTime(other);
  });
});

describe('an hour of two APIs', () => {
  it('has its attempts put together and all that is old removed, by one of them', async () => {
    const begun = Date.now();
    let ahead = 0;
    const clock = (): number => Date.now() + ahead;
    const apis = [await site.serveHere(clock), await site.serveHere(clock)];
    const seen = () =>
      apis.map(({ lines }) => lines().filter(({ message }) => message === 'old records were seen to').length);
    try {
      await eventually('one has begun', () => Promise.resolve(seen().some((count) => count > 0) ? true : undefined));
      const tables = await site.prunedTables();
      await site.writeRows(tables, new Date(begun - 3 * 365 * DAY_MS));
      await site.query('truncate phase_aggregates');
      await site.writeRows(['phase_runs'], new Date(begun));
      const before = seen();
      ahead = HOUR_MS;
      await untilPruned(
        tables.filter((name) => name !== 'phase_aggregates'),
        SOON_MS,
      );
      const hour = new Date(Math.floor(begun / HOUR_MS) * HOUR_MS);
      expect(
        await site.query('select bucket, runs from phase_aggregates where at = $1 order by 1', [hour]),
      ).toContainEqual({ bucket: 'hour', runs: 1 });
      const added = seen().map((count, index) => count - (before[index] ?? 0));
      expect(added.toSorted()).toEqual([0, 1]);
      expect(seen().filter((count) => count > 0)).toHaveLength(1);
    } finally {
      await Promise.all(apis.map((api) => api.close()));
    }
  });
});

describe('a database that goes away', () => {
  it('by a kill keeps no process from stopping, and no upkeep from being done once it is back', async () => {
    const { leader, other } = await serveTwo();
    await site.postgres.kill();
    await untilLogged(other, 'heartbeats could not be checked');
    await stopsInTime(leader, STOP_ALONE_MS);
    await site.postgres.start();
    await untilUpkeepIsDone(AFTER_SILENCE_MS);
    await stopsInTime(other);
  });

  it('without a word keeps no process from stopping, and no upkeep from being done once it is back', async () => {
    const { leader, other } = await serveTwo();
    await site.network.spoil('cut');
    try {
      await untilLogged(other, 'health cannot be shared');
      await stopsInTime(leader, STOP_ALONE_MS);
      // Long enough for each kind of question to be asked and to get no answer.
      await untilLogged(other, 'heartbeats could not be checked');
    } finally {
      await site.network.heal();
    }
    await untilUpkeepIsDone(AFTER_SILENCE_MS);
    await stopsInTime(other);
  });
});

describe('a process that waits for the migrations of another one', () => {
  it('says so, and ends in time when it is asked to', async () => {
    const held = site.query('select pg_advisory_lock($1), pg_sleep(60)', [ADVISORY_LOCKS.migrations]);
    held.catch(() => undefined);
    const service = await site.serve();
    running = [service];
    await untilLogged(service, 'waiting for it');
    const { end, ms } = await service.end('SIGTERM');
    expect(end).toBe(0);
    expect(ms).toBeLessThan(STOP_MS);
    await site.query('select pg_terminate_backend(pid) from pg_stat_activity where query like $1', ['%pg_sleep(60)%']);
  });
});
