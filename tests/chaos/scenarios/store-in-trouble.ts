import { Client, DatabaseError } from 'pg';
import type { TaskView } from '../../../src/contract/task/task.ts';
import { eventually } from '../../support/eventually.ts';
import type { Ground } from '../ground/ground.ts';
import { obstacleToSmallDisks } from '../ground/small-disk.ts';
import type { Scenario } from '../scenario.ts';
import { seconds } from '../table.ts';
import { lostRecords } from './lost-records.ts';
import { untilHealthy, untilOver } from './progress.ts';

const TASKS = { full: 60, short: 6 } as const;
const STORE_MIB = 16;
/** SQLSTATE: disk_full. */
const DISK_FULL = '53100';
const LIMIT_MS = 1_800_000;
const HEALTHY_WITHIN_MS = 30_000;
const WRITTEN_WITHIN_MS = 60_000;

/** How much longer a task may take than with a store that is well: the host is not the same at all times. */
const MOST_LONGER = 1.25;

/** The database answers after 2 s, and then has no room, while tasks run as if it were well. */
export const storeInTrouble: Scenario = {
  name: 'store slow, then full',
  passes: 'no task takes longer for it; what was not lost is written when there is room again',
  leastCompleted: 1,
  obstacle: obstacleToSmallDisks,
  ground: () => ({
    workers: 2,
    size: 4,
    proxied: true,
    storeMiB: STORE_MIB,
    agents: { work_ms: { any: [1_000, 2_000] } },
  }),
  async run({ ground, form, say }) {
    const accepted: string[] = [];
    const stage = async (name: string): Promise<number> => {
      const ids = await ground.api.submit(TASKS[form], `store ${name}`);
      accepted.push(...ids);
      await untilOver(ground, ids, LIMIT_MS);
      const ms = mean(await Promise.all(ids.map(async (id) => runTime(await ground.api.task(id)))));
      say(`a task takes ${seconds(ms)} while the store is ${name}`);
      return ms;
    };
    const well = await stage('well');
    await ground.network().spoil('slow', 'database');
    const slow = await stage('slow');
    await ground.network().heal();
    await untilHealthy(ground, HEALTHY_WITHIN_MS);
    await ground.store().fill();
    const full = await stage('full');
    const wasFull = await isFull(ground);
    await ground.store().clear();
    const isWell = await untilHealthy(ground, HEALTHY_WITHIN_MS);
    const lost = await lostRecords(ground);
    const written = await untilWritten(ground, accepted).catch(() => false);
    const longer = [
      { name: 'slow', ms: slow },
      { name: 'full', ms: full },
    ].filter(({ ms }) => ms > MOST_LONGER * well);
    return {
      faults: 2,
      accepted,
      recovery: [],
      broken: [
        ...(wasFull ? [] : ['the store was never full']),
        ...(isWell ? [] : ['not healthy when there was room again']),
        ...(written || lost > 0 ? [] : ['no record was lost, but the lists lack what became of tasks']),
      ],
      late: longer.map(({ name, ms }) => `a task took ${seconds(ms)} with a ${name} store, ${seconds(well)} without`),
      notes: [
        `a task takes ${seconds(well)} with the store well, ${seconds(slow)} slow, ${seconds(full)} full`,
        `at least ${lost} records said to be lost`,
      ],
    };
  },
};

function runTime(task: TaskView | undefined): number {
  const { started_at, finished_at } = task ?? {};
  return typeof started_at !== 'string' || typeof finished_at !== 'string'
    ? Infinity
    : Date.parse(finished_at) - Date.parse(started_at);
}

/** Whether there is no room for more rows. */
async function isFull({ postgres }: Ground): Promise<boolean> {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  const grown = client.query('CREATE TABLE more AS SELECT generate_series(1, 100000)').then(() => false);
  return grown.catch(saysDiskFull).finally(() => client.end());
}

function saysDiskFull(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === DISK_FULL;
}

/** Resolves when each task's end is on record. */
async function untilWritten({ postgres }: Ground, ids: readonly string[]): Promise<true> {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  const query = `SELECT count(*)::int AS count FROM task_runs WHERE status = 'completed' AND task_id = ANY($1)`;
  return eventually(
    'the end of each task is on record',
    async () => {
      const { rows } = await client.query<{ count: number }>(query, [ids]);
      return rows[0]?.count === ids.length ? true : undefined;
    },
    WRITTEN_WITHIN_MS,
  ).finally(() => client.end());
}

function mean(times: readonly number[]): number {
  return times.reduce((sum, time) => sum + time, 0) / times.length;
}
