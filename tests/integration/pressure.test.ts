import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { execa } from 'execa';
import { freePort } from '../support/free-port.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PoolMode, PoolState } from '../../src/domain/pool/state.ts';
import type { TemporalServer } from '../../src/toolchain/temporal-server.ts';
import { poolWorkflowId, QUERY_POOL } from '../../src/workflows/pool/contract.ts';
import { COMMANDS } from '../support/deployment/commands.ts';
import { ROOT } from '../support/deployment/compose-file.ts';
import { type ServiceProcess, untilLogged } from '../support/deployment/service-process.ts';
import { eventually } from '../support/eventually.ts';
import { makeSite, type Site } from './processes.site.ts';
import { type SiteTasks, tasksOf } from './processes.tasks.ts';

/** Well above what a worker needs, so that nothing presses before the test does. */
const LIMIT_MB = 900;
const BALLAST = join(import.meta.dirname, 'pressure.worker.ts');

let site: Site;
let temporal: TemporalServer | undefined;
let connection: Connection;
let tasks: SiteTasks;
let worker: ServiceProcess;

beforeAll(async () => {
  await execa('npm', ['run', '--silent', 'build'], { cwd: ROOT });
  site = await makeSite(await freePort());
  temporal = await site.startTemporal();
  connection = await Connection.connect({ address: temporal.address });
  const port = await freePort();
  tasks = tasksOf(site, `http://127.0.0.1:${port}`);
  await serve('api', COMMANDS.api.serve, { CHIMERA_PORT: String(port) });
  worker = await serve('worker', COMMANDS.worker.serve, {
    CHIMERA_PRESSURE: 'on',
    CHIMERA_MEMORY_LIMIT_MB: String(LIMIT_MB),
    NODE_OPTIONS: `--import ${BALLAST}`,
    // So that glibc gives large blocks back to the system as soon as they are free.
    MALLOC_MMAP_THRESHOLD_: '1048576',
  });
});

afterAll(async () => {
  await connection.close();
  await temporal?.kill();
  await site.remove();
});

async function serve(name: string, command: readonly string[], more: Record<string, string>): Promise<ServiceProcess> {
  const service = await site.serve(name, command, more);
  await untilLogged(service, 'Started');
  return service;
}

async function pool(): Promise<PoolState> {
  const { workflow } = new Client({ connection, namespace: 'chimera' });
  return workflow.getHandle(poolWorkflowId('default')).query<PoolState>(QUERY_POOL);
}

/** Waits until the pool is in one of these modes while the worker's memory, as it was reported, is within bounds. */
async function until(modes: readonly PoolMode[], least: number, most: number): Promise<PoolState> {
  return eventually(`the pool is ${modes.join(' or ')}`, async () => {
    const state = await pool();
    const isReported = state.pressure.every(({ memory_pct }) => memory_pct >= least && memory_pct <= most);
    return isReported && modes.includes(state.mode) ? state : undefined;
  });
}

const press = () => process.kill(worker.pid, 'SIGUSR2');

describe('a worker that runs out of memory', () => {
  it('makes its pool do less, then only what is urgent, and everything again when it is over', async () => {
    const { task_id } = await tasks.hanging('Open the home page. I see "Hello".');
    press();
    await untilLogged(worker, 'This worker is pressed');
    await until(['DEGRADED'], 80, 90);
    press();
    const { leases } = await until(['SURVIVAL'], 90, 100);
    expect(leases.map((lease) => lease.task_id)).toEqual([task_id]);
    await untilLogged(worker, 'The slots for agents follow the pool');

    await site.letGo(task_id);
    expect((await tasks.completed(task_id)).phases.map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1, 1]);
    press();
    // Whether it is DEGRADED then depends on how busy this host's CPU is.
    await until(['NORMAL', 'DEGRADED'], 0, 75);
  });
});
