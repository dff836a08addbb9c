import { ScheduleOverlapPolicy } from '@temporalio/client';
import proto from '@temporalio/proto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ADVISORY_LOCKS } from '../../src/persistence/advisory-locks.ts';
import { messagesOf, type ServiceProcess, untilLogged } from '../support/deployment/service-process.ts';
import { eventually } from '../support/eventually.ts';
import { startUpkeepSite, type UpkeepSite } from './upkeep.site.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SCHEDULE = 'chimera-upkeep';
const STARTED = proto.temporal.api.enums.v1.PendingActivityState.PENDING_ACTIVITY_STATE_STARTED;

/** How long a stop may take while the database answers, and while it does not. */
const STOP_MS = 5_000;
const STOP_ALONE_MS = 15_000;

/** A process that was killed is noticed after 30 s, and a statement that gets no answer is given up after 35 s. */
const AFTER_SILENCE_MS = 70_000;

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

const schedule = () => site.client.schedule.getHandle(SCHEDULE);

/** The runs that the schedule has started, newest last, and how each stands. */
async function runs() {
  const { info } = await schedule().describe();
  const handles = info.recentActions.map(({ action: { workflow } }) =>
    site.client.workflow.getHandle(workflow.workflowId, workflow.firstExecutionRunId),
  );
  return Promise.all(handles.map((handle) => handle.describe()));
}

/** Waits until no run is under way. */
const atRest = () =>
  eventually('upkeep is at rest', async () => {
    const { info } = await schedule().describe();
    return info.runningActions.length === 0 ? true : undefined;
  });

/** Writes rows of three years ago into all tables that upkeep prunes. */
async function writeOld(): Promise<readonly string[]> {
  const tables = await site.prunedTables();
  await site.writeRows(tables, new Date(Date.now() - 3 * 365 * DAY_MS));
  return tables;
}

const oldRows = (tables: readonly string[]) => site.rowsBefore(tables, new Date(Date.now() - 1_000 * DAY_MS));

async function stopsInTime(service: ServiceProcess, limitMs = STOP_MS): Promise<void> {
  const { end, ms } = await service.end('SIGTERM');
  expect(end, service.output()).toBe(0);
  expect(messagesOf(service).at(-1)).toBe('Stopped');
  expect(ms).toBeLessThan(limitMs);
}

describe('upkeep', () => {
  let endWorkflows: () => Promise<void>;

  beforeAll(async () => {
    endWorkflows = await site.runWorkflows();
  });
  afterAll(() => endWorkflows());

  it('is run at the start of processes, once for those that start at once, and by its schedule', async () => {
    // Also those of the database have to be there.
    await (await site.startUpkeep()).stop();
    await schedule().delete();
    // Temporal names the runs of a schedule by the second in which they begin, and begins none whose name is taken.
    const second = Math.floor(Date.now() / 1_000);
    await eventually('another second', () => Promise.resolve(Date.now() / 1_000 >= second + 1 ? true : undefined));
    const hour = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS);
    const tables = await writeOld();
    await site.writeRows(['phase_runs'], hour);
    const three = await Promise.all([site.startUpkeep(), site.startUpkeep(), site.startUpkeep()]);
    try {
      await eventually('a run has ended', async () => ((await runs()).length > 0 ? true : undefined));
      await atRest();
      expect(await oldRows(tables)).toEqual({});
      expect(await site.query('select bucket, runs from phase_aggregates where at = $1', [hour])).toContainEqual({
        bucket: 'hour',
        runs: 1,
      });
      const ended = await runs();
      expect(new Set(ended.map(({ type, status }) => `${type} ${status.name}`))).toEqual(
        new Set(['chimeraUpkeep COMPLETED']),
      );
      const { spec, policies } = await schedule().describe();
      expect(spec.intervals).toMatchObject([{ every: 600_000 }]);
      expect(policies.overlap).toBe(ScheduleOverlapPolicy.SKIP);
    } finally {
      await Promise.all(three.map((one) => one.stop()));
    }
  });

  it('stays paused, and is not run, when an operator paused it; a schedule of another version is put right', async () => {
    await schedule().update(({ action, policies }) => ({
      ...{ action: { ...action, args: [{ jobs: [] }] }, policies },
      ...{ spec: { intervals: [{ every: 60_000 }] }, state: { paused: true, note: 'an inspection' } },
    }));
    const before = (await runs()).length;
    await (await site.startUpkeep()).stop();
    const found = await schedule().describe();
    expect(found.state).toMatchObject({ paused: true, note: 'an inspection' });
    expect(found.spec.intervals).toMatchObject([{ every: 600_000 }]);
    expect(found.action.args).toEqual([{ jobs: ['pruneHeartbeats', 'aggregateAndPrune'] }]);
    expect(found.info.runningActions).toEqual([]);
    expect(await runs()).toHaveLength(before);
    const { lastUpdatedAt } = found.info;
    await (await site.startUpkeep()).stop();
    expect((await schedule().describe()).info.lastUpdatedAt).toEqual(lastUpdatedAt);
    await schedule().unpause();
  });

  it('is done once the database is back, by the run that met none', async () => {
    const upkeep = await site.startUpkeep();
    try {
      await atRest();
      const tables = await writeOld();
      await site.network.spoil('cut');
      const before = (await runs()).length;
      await schedule().trigger();
      await eventually('the run has begun', async () => ((await runs()).length > before ? true : undefined));
      await site.network.heal();
      await eventually(
        'a run has seen to it',
        async () => {
          const left = await oldRows(tables);
          return Object.keys(left).length === 0 ? true : undefined;
        },
        AFTER_SILENCE_MS,
      );
    } finally {
      await site.network.heal();
      await upkeep.stop();
    }
  });
});

describe('a process that is at upkeep', () => {
  /** The process that does the job under way. */
  const atWork = (among: readonly ServiceProcess[]) =>
    eventually(
      'a process is at work',
      async () => {
        const { raw } = await site.client.workflow.getHandle((await runs()).at(-1)?.workflowId ?? '').describe();
        const name = raw.pendingActivities?.find(({ state }) => state === STARTED)?.lastWorkerIdentity;
        return among.find(({ pid, groupIsAlive }) => groupIsAlive() && name?.startsWith(`${pid}@`));
      },
      AFTER_SILENCE_MS,
    );

  it('stops in time, and leaves it to the next one, as does one that is killed', async () => {
    const unlock = await site.lock('phase_runs');
    try {
      const tables = await writeOldBut('phase_runs');
      running = [await site.serveWorker(), await site.serveWorker(), await site.serveWorker()];
      await Promise.all(running.map((service) => untilLogged(service, 'Started')));
      const first = await atWork(running);
      await stopsInTime(first);
      const second = await atWork(running);
      await second.end('SIGKILL');
      const third = await atWork(running);
      expect(new Set([first, second, third]).size).toBe(3);
      await unlock();
      await atRest();
      expect(await oldRows(tables)).toEqual({});
      await stopsInTime(third);
    } finally {
      await unlock();
    }
  });

  async function writeOldBut(locked: string): Promise<readonly string[]> {
    const tables = (await site.prunedTables()).filter((name) => name !== locked);
    await site.writeRows(tables, new Date(Date.now() - 3 * 365 * DAY_MS));
    return tables;
  }
});

describe('two API processes on one PostgreSQL, without Temporal', () => {
  async function serveTwo(): Promise<[ServiceProcess, ServiceProcess]> {
    const both: [ServiceProcess, ServiceProcess] = [await site.serveApi(), await site.serveApi()];
    running = both;
    await Promise.all(both.map((service) => untilLogged(service, 'Started')));
    return both;
  }

  it('stop in time and well, one after the other', async () => {
    for (const service of await serveTwo()) await stopsInTime(service);
  });

  it('stop in time when they are asked at once, at the moment of their start', async () => {
    running = [await site.serveApi(), await site.serveApi()];
    await Promise.all(running.map((service) => untilLogged(service, 'the API listens')));
    await Promise.all(running.map((service) => stopsInTime(service)));
  });

  it('stop in time while their database is gone, and once it is back', async () => {
    const [one, other] = await serveTwo();
    await site.postgres.kill();
    await untilLogged(other, 'heartbeats could not be checked');
    await stopsInTime(one, STOP_ALONE_MS);
    await site.postgres.start();
    await untilLogged(other, 'heartbeats are checked again');
    await stopsInTime(other);
  });

  it('stop in time while their database says nothing, and once it answers', async () => {
    const [one, other] = await serveTwo();
    await site.network.spoil('cut');
    try {
      await untilLogged(other, 'health cannot be shared');
      await stopsInTime(one, STOP_ALONE_MS);
      await untilLogged(other, 'heartbeats could not be checked');
    } finally {
      await site.network.heal();
    }
    await untilLogged(other, 'heartbeats are checked again');
    await stopsInTime(other);
  });
});

describe('a process that waits for the migrations of another one', () => {
  it('says so, and ends in time when it is asked to', async () => {
    const held = site.query('select pg_advisory_lock($1), pg_sleep(60)', [ADVISORY_LOCKS.migrations]);
    held.catch(() => undefined);
    const service = await site.serveApi();
    running = [service];
    await untilLogged(service, 'waiting for it');
    const { end, ms } = await service.end('SIGTERM');
    expect(end).toBe(0);
    expect(ms).toBeLessThan(STOP_MS);
    await site.query('select pg_terminate_backend(pid) from pg_stat_activity where query like $1', ['%pg_sleep(60)%']);
  });
});
