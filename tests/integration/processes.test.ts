import { delimiter } from 'node:path';
import { execa } from 'execa';
import { freePort } from '../support/free-port.ts';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArtifactList } from '../../src/contract/artifact.ts';
import type { SubmittedTask, TaskView } from '../../src/contract/task/task.ts';
import type { TemporalServer } from '../../src/toolchain/temporal-server.ts';
import { COMMANDS, SERVER_CHECKS } from '../support/deployment/commands.ts';
import { ROOT } from '../support/deployment/compose-file.ts';
import { messagesOf, type ServiceProcess, startService, untilLogged } from '../support/deployment/service-process.ts';
import { processesOfRun } from '../support/processes.ts';
import { type AgentProgramCall, makeSite, type Site } from './processes.site.ts';

const WORKERS = ['worker-1', 'worker-2'] as const;
const STOP_LIMIT_MS = 15_000;

let site: Site;
let temporalPort: number;
let temporal: TemporalServer | undefined;
let urls: readonly [string, string];
const apis: ServiceProcess[] = [];
const workers = new Map<string, ServiceProcess>();

beforeAll(async () => {
  await execa('npm', ['run', '--silent', 'build'], { cwd: ROOT });
  temporalPort = await freePort();
  site = await makeSite(temporalPort);
});

afterAll(async () => {
  await temporal?.kill();
  await site.remove();
});

async function check(command: readonly string[], more: Record<string, string> = {}): Promise<unknown> {
  return startService(command, await site.environment('check', more)).ended;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function ask(api: string, path: string, init?: RequestInit): Promise<Answer> {
  const answer = await fetch(new URL(path, api), init);
  return { status: answer.status, body: await answer.json() };
}

function submit(api: string, feature: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  return ask(api, '/api/tasks', { method: 'POST', headers, body: JSON.stringify({ feature }) });
}

/** Hands a task in, waits until its implementation hangs, and tells on which worker it does. */
async function hangingTask(feature: string): Promise<{ id: string; call: AgentProgramCall; worker: string }> {
  const { status, body } = await submit(urls[0], feature);
  expect(status).toBe(201);
  const { task_id: id } = body as SubmittedTask;
  const find = async (): Promise<AgentProgramCall | undefined> =>
    (await site.calls()).find(({ action, task_id }) => action === 'implement_feature' && task_id === id);
  await expect.poll(find, { timeout: 60_000 }).toBeDefined();
  const call = await find();
  const worker = WORKERS.find((name) => call?.workspace.startsWith(site.homeOf(name)));
  if (call === undefined || worker === undefined) throw new Error('No worker has the task');
  return { id, call, worker };
}

function workerCalled(name: string): ServiceProcess {
  const worker = workers.get(name);
  if (worker === undefined) throw new Error(`There is no ${name}`);
  return worker;
}

describe('PostgreSQL as the compose file sets it up', () => {
  it('is found well by its health check', async () => {
    const [program, ...args] = SERVER_CHECKS.postgresql;
    const { port, programs } = site.postgres;
    const env = { PATH: [programs, process.env['PATH']].join(delimiter), PGPORT: port };
    expect(await execa(program, args, { env, reject: false })).toMatchObject({ exitCode: 0 });
  });

  it('keeps the databases of Temporal and Chimera apart, each with an owner that has a password', async () => {
    const query = async (user: string, database: string, sql = 'SELECT 1 AS one'): Promise<unknown[]> => {
      const client = new Client({ host: '127.0.0.1', port: Number(site.postgres.port), user, database });
      await client.connect();
      return (await client.query<Record<string, unknown>>(sql).finally(() => client.end())).rows;
    };
    for (const [user, database] of [
      ['chimera', 'chimera'],
      ['temporal', 'temporal'],
      ['temporal', 'temporal_visibility'],
    ] as const) {
      expect(await query(user, database)).toEqual([{ one: 1 }]);
      const other = user === 'chimera' ? 'temporal' : 'chimera';
      await expect(query(other, database)).rejects.toThrow(/permission denied for database/);
    }
    const secrets = `SELECT rolname FROM pg_authid WHERE rolpassword LIKE 'SCRAM%' AND NOT rolsuper ORDER BY rolname`;
    expect(await query('postgres', 'postgres', secrets)).toEqual([{ rolname: 'chimera' }, { rolname: 'temporal' }]);
    // Temporal's own set-up makes this extension, as the owner of its database.
    expect(await query('temporal', 'temporal_visibility', 'CREATE EXTENSION btree_gin')).toEqual([]);
  });
});

describe('a process whose environment lacks something', () => {
  it.each(['api', 'worker'] as const)('says so and ends: %s', async (name) => {
    const service = await site.serve('lacking', COMMANDS[name].serve, { TEMPORAL_ADDRESS: '', DATABASE_URL: '' });
    expect(await service.ended).toBe(2);
    expect(service.errors()).toContain('TEMPORAL_ADDRESS: must be set');
    expect(service.errors()).toContain('such as localhost:7233');
    expect(service.errors()).toContain('DATABASE_URL: must be set');
    expect(service.output()).toBe('');
  });

  it('ends with the fault in its log when the database is not there', async () => {
    const port = await freePort();
    const service = await site.serve('lacking', COMMANDS.api.serve, {
      DATABASE_URL: `postgresql://c@127.0.0.1:${port}/c`,
    });
    expect(await service.ended).toBe(1);
    expect(messagesOf(service)).toContain('Ended by a fault');
  });
});

describe('before Temporal is there', () => {
  it('the APIs serve, workers wait, and only the APIs are well', async () => {
    const ports = [await freePort(), await freePort()] as const;
    for (const [index, port] of ports.entries()) {
      apis.push(await site.serve(`api-${index}`, COMMANDS.api.serve, { CHIMERA_PORT: String(port) }));
    }
    for (const name of WORKERS) workers.set(name, await site.serve(name, COMMANDS.worker.serve));
    urls = [`http://127.0.0.1:${ports[0]}`, `http://127.0.0.1:${ports[1]}`];
    for (const api of apis) await untilLogged(api, 'Started');
    for (const worker of workers.values()) await untilLogged(worker, 'Temporal does not answer yet');
    expect((await ask(urls[0], '/health')).body).toMatchObject({ status: 'degraded', temporal: 'down', store: 'up' });
    expect((await submit(urls[0], 'Open the home page. I see "Hello".')).status).toBe(503);
    expect(await check(COMMANDS.api.check, { CHIMERA_PORT: String(ports[0]) })).toBe(0);
    expect(await check(COMMANDS.worker.check)).not.toBe(0);
  });

  it('a waiting worker ends when it is asked to', async () => {
    const worker = await site.serve('waiting', COMMANDS.worker.serve);
    await untilLogged(worker, 'Temporal does not answer yet');
    expect((await worker.end('SIGTERM')).end).toBe(0);
  });

  it('a check of an API that is not there fails', async () => {
    const port = await freePort();
    expect(await check(COMMANDS.api.check, { CHIMERA_PORT: String(port) })).not.toBe(0);
  });
});

describe('once Temporal is there', () => {
  beforeAll(async () => {
    temporal = await site.startTemporal();
    for (const worker of workers.values()) await untilLogged(worker, 'Started');
  });

  it('everybody is well', async () => {
    await expect
      .poll(async () => (await ask(urls[1], '/health')).body, { timeout: 20_000 })
      .toMatchObject({
        status: 'healthy',
      });
    await expect.poll(() => check(COMMANDS.worker.check), { timeout: 30_000, interval: 1_000 }).toBe(0);
  });

  it('a task handed in at one API, whose worker is killed in a phase, is completed by the other and read at the other API', async () => {
    const { id, call, worker } = await hangingTask('Open the home page. I see "Hello".');
    await workerCalled(worker).end('SIGKILL');
    await expect.poll(() => processesOfRun(call.run), { timeout: 10_000 }).toEqual([]);

    const view = async (): Promise<TaskView> => (await ask(urls[1], `/api/tasks/${id}`)).body as TaskView;
    await expect.poll(async () => (await view()).status, { timeout: 90_000, interval: 250 }).toBe('completed');
    const done = await view();
    expect(done.result).toMatchObject({ validation_status: 'passed', files_changed: ['greeting.txt'] });
    expect(done.phases.map(({ phase, status, attempts }) => [phase, status, attempts])).toEqual([
      ['E2E_TEST_GENERATION', 'passed', 1],
      ['CODE_IMPLEMENTATION', 'passed', 2],
      ['GUARDIAN_REVIEW', 'passed', 1],
      ['STAGING_DEPLOYMENT', 'passed', 1],
      ['E2E_VALIDATION', 'passed', 1],
    ]);
    const calls = (await site.calls()).filter(({ task_id }) => task_id === id);
    const other = WORKERS.find((name) => name !== worker) ?? '';
    expect(calls.map(({ action }) => action)).toEqual([
      'generate_test',
      'implement_feature',
      'implement_feature',
      'review_change',
      'deploy_to_staging',
      'execute_test',
    ]);
    expect(calls.slice(2).every(({ workspace }) => workspace.startsWith(site.homeOf(other)))).toBe(true);

    const { artifacts } = (await ask(urls[1], `/api/tasks/${id}/artifacts`)).body as ArtifactList;
    const report = artifacts.find(({ path }) => path.endsWith('report.json'))?.path ?? '';
    expect((await ask(urls[1], `/api/tasks/${id}/artifacts/${report}`)).body).toEqual({ passed: 1 });
    const { stdout } = await execa('git', ['-C', `${site.directory}/project`, 'show', `chimera/${id}:greeting.txt`]);
    expect(stdout).toBe('Hello');
  });

  it('a worker that is asked twice ends at once, and its agents with it', async () => {
    const gone = WORKERS.find((name) => !workerCalled(name).groupIsAlive());
    if (gone === undefined) throw new Error('No worker is gone');
    workers.set(gone, await site.serve(gone, COMMANDS.worker.serve));
    await untilLogged(workerCalled(gone), 'Started');
    const { call, worker } = await hangingTask('Open the home page. I see "Good bye".');
    const { end, ms } = await workerCalled(worker).end('SIGTERM', 'SIGINT');
    expect([130, 143]).toContain(end);
    expect(ms).toBeLessThan(2_000);
    await expect.poll(() => processesOfRun(call.run), { timeout: 10_000 }).toEqual([]);
  });
});

describe('asked to stop', () => {
  it('every process ends in time and well, and nothing is left of it', async () => {
    const running = site.started.filter((service) => service.groupIsAlive());
    expect(running).toHaveLength(3);
    for (const { end, ms } of await Promise.all(running.map((service) => service.end('SIGTERM')))) {
      expect(end).toBe(0);
      expect(ms).toBeLessThan(STOP_LIMIT_MS);
    }
    for (const service of running) {
      expect(service.groupIsAlive()).toBe(false);
      expect(messagesOf(service).at(-1)).toBe('Stopped');
    }
    for (const { run } of await site.calls()) expect(await processesOfRun(run)).toEqual([]);
    for (const url of urls) await expect(fetch(url)).rejects.toThrow();
  });
});
