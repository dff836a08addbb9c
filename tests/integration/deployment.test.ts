import { execa } from 'execa';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentContext } from '../../src/agents/agent.ts';
import { createDeploymentAgent, type DeploymentAgent } from '../../src/agents/built-in/deployment/deployment-agent.ts';
import { stagingRecords, type StagingRecord } from '../../src/agents/built-in/deployment/staging-record.ts';
import { readProcessTable } from '../../src/host/process-table.ts';
import { agentCall, type CallOptions, recordingContext } from './agent-call.ts';
import { foreignServer, makeSite, type Site, START } from './deployment.site.ts';

type Project = NonNullable<CallOptions['project']>;

const taskId = `chimera-${process.pid.toString(16).padStart(12, '0')}`;
let site: Site;
let agent: DeploymentAgent;
let commit: string;

beforeEach(async () => {
  site = await makeSite();
  agent = createDeploymentAgent(site);
  commit = await site.commit('one');
});
afterEach(async () => {
  await agent.releaseAll();
  expect(await processesOf(taskId)).toEqual([]);
  await site.remove();
});

interface Deploy {
  readonly project?: Project;
  readonly context?: AgentContext;
  readonly commit?: string;
  readonly lease_token?: number;
  readonly by?: DeploymentAgent;
}

function callOf(project: Project, lease = 1) {
  const about = { phase: 'STAGING_DEPLOYMENT', directory: site.repository, base_commit: commit } as const;
  return agentCall({ ...about, task_id: taskId, lease_token: lease, project });
}

async function deploy(options: Deploy = {}): Promise<string> {
  const { project = { staging: { command: START } }, context = recordingContext(), by = agent } = options;
  const input = { commit_sha: options.commit ?? commit };
  return (await by.run('deploy_to_staging', callOf(project, options.lease_token), input, context)).deployment_url;
}

async function processesOf(task: string): Promise<number[]> {
  const rows = await readProcessTable(`CHIMERA_TASK_ID=${task}`);
  return rows.filter(({ marked }) => marked).map(({ pid }) => pid);
}

const bodyOf = async (url: string): Promise<string> => (await fetch(url)).text();
const recordOf = (): Promise<StagingRecord | undefined> => stagingRecords(site.dataDirectory).read(taskId);
const leftInStaging = (): Promise<string[]> => readdir(join(site.dataDirectory, 'staging'));
const checkoutOf = (): string => join(site.dataDirectory, '..', 'checkouts', taskId);

async function expectNothingLeft(url?: string): Promise<void> {
  expect(await processesOf(taskId)).toEqual([]);
  expect(await leftInStaging()).toEqual([]);
  expect(existsSync(checkoutOf())).toBe(false);
  if (url !== undefined) await expect(fetch(url)).rejects.toThrow();
}

describe('a deployment to staging', () => {
  it('runs the commit on a free port until it is released', async () => {
    await site.commit('a later commit');
    const context = recordingContext();
    const url = await deploy({ project: { staging: { command: START, health_path: '/health' } }, context });
    expect(await bodyOf(url)).toBe('one');
    expect(await agent.isAlive(taskId)).toBe(true);
    expect(context.messages.at(-1)).toBe(`Staging answers at ${url}`);
    await agent.release(taskId);
    expect(await agent.isAlive(taskId)).toBe(false);
    await expectNothingLeft(url);
    await agent.release(taskId);
  });

  it('is given its port, its host and its task, and no secret of the worker', async () => {
    process.env['DATABASE_URL'] = 'postgres://localhost/secret';
    try {
      const url = await deploy();
      const env = JSON.parse(await bodyOf(`${url}/env`)) as Record<string, string>;
      expect(env).toMatchObject({ PORT: new URL(url).port, HOST: '127.0.0.1', CHIMERA_TASK_ID: taskId });
      expect(env).not.toHaveProperty('DATABASE_URL');
    } finally {
      delete process.env['DATABASE_URL'];
    }
  });

  it('is set up before it starts', async () => {
    const project = { set_up: 'echo set up > version.txt', staging: { command: START } };
    expect(await bodyOf(await deploy({ project }))).toBe('set up');
  });

  it('fails with the end of the output when the set-up fails, and leaves nothing', async () => {
    const project = { set_up: 'echo no such package; exit 4', staging: { command: START } };
    await expect(deploy({ project })).rejects.toMatchObject({
      name: 'ApplicationFaultError',
      message: expect.stringMatching(/exit code 4[^]*no such package/) as string,
    });
    await expectNothingLeft();
  });

  it('fails when it is never healthy, with the last answer and the end of its log', async () => {
    const staging = { command: `seq 100; STATUS=503 ${START}`, health_path: '/health', health_timeout_s: 2 };
    const error = await deploy({ project: { staging } }).catch((reason: unknown) => reason as Error);
    expect(error).toMatchObject({ name: 'ApplicationFaultError' });
    const lines = (error as Error).message.split('\n');
    expect(lines[0]).toContain('answered 503');
    expect(lines.slice(1, 20)).toEqual(Array.from({ length: 19 }, (_, at) => String(82 + at)));
    expect(lines[20]).toBe('listening, version one');
    expect(await readFile(join(callOf({}).artifacts, 'staging.log'), 'utf8')).toContain('listening');
    await expectNothingLeft();
  });

  it('fails at once when it ends early', async () => {
    const started = performance.now();
    const staging = { command: 'echo "no database" >&2; exit 3', health_timeout_s: 60 };
    await expect(deploy({ project: { staging } })).rejects.toMatchObject({
      name: 'ApplicationFaultError',
      message: expect.stringMatching(/exit code 3[^]*no database/) as string,
    });
    expect(performance.now() - started).toBeLessThan(10_000);
    await expectNothingLeft();
  });

  it('fails for good when its command does not exist or is not declared', async () => {
    const staging = { command: 'no-such-program-here' };
    await expect(deploy({ project: { staging } })).rejects.toMatchObject({ name: 'TerminalAgentError' });
    await expect(deploy({ project: {} })).rejects.toMatchObject({ name: 'TerminalAgentError' });
    await expect(deploy({ project: { set_up: 'no-such-program-here', staging } })).rejects.toMatchObject({
      name: 'TerminalAgentError',
    });
  });

  it('starts again on another port when the first was taken meanwhile, though somebody answers there', async () => {
    const foreign = await foreignServer();
    const ports = [foreign.port, await freePort()];
    agent = createDeploymentAgent({ ...site, choosePort: () => Promise.resolve(ports.shift() ?? 0) });
    try {
      expect(await bodyOf(await deploy())).toBe('one');
      expect(ports).toEqual([]);
    } finally {
      await foreign.close();
    }
  });

  it('fails when its port is taken twice', async () => {
    const foreign = await foreignServer();
    agent = createDeploymentAgent({ ...site, choosePort: () => Promise.resolve(foreign.port) });
    try {
      await expect(deploy()).rejects.toMatchObject({ name: 'TransientAgentError' });
      await expectNothingLeft();
    } finally {
      await foreign.close();
    }
  });

  it('leaves nothing when it forks, ignores SIGTERM and starts sessions of its own', async () => {
    const stubborn = `trap '' TERM; (setsid sh -c "trap '' TERM; while :; do sleep 1; done" &); sleep 300 & ${START}`;
    const url = await deploy({ project: { staging: { command: `${stubborn}; :` } } });
    expect((await processesOf(taskId)).length).toBeGreaterThan(3);
    const started = performance.now();
    await agent.release(taskId);
    expect(performance.now() - started).toBeLessThan(5_000);
    await expectNothingLeft(url);
  });

  it('leaves nothing when it is cancelled while it is made', async () => {
    const abort = new AbortController();
    const staging = { command: `STATUS=503 ${START}`, health_path: '/health' };
    const context = recordingContext(abort.signal);
    const running = deploy({ project: { staging }, context }).catch((reason: unknown) => reason);
    await expect.poll(() => context.messages.at(-1), { timeout: 20_000 }).toContain('answered 503');
    const started = performance.now();
    abort.abort(new Error('cancelled'));
    expect(await running).toEqual(new Error('cancelled'));
    expect(performance.now() - started).toBeLessThan(5_000);
    await expectNothingLeft();
  });

  it('leaves nothing when it is released while it is made', async () => {
    const context = recordingContext();
    const staging = { command: 'sleep 300' };
    const running = deploy({ project: { staging }, context }).catch((reason: unknown) => reason);
    await expect.poll(() => context.messages.at(-1), { timeout: 20_000 }).toContain('no answer');
    await agent.release(taskId);
    expect(await running).toMatchObject({ name: 'TransientAgentError' });
    await expectNothingLeft();
  });
});

describe('a further deployment of a task', () => {
  it('picks up the one that runs, when it is of the same commit', async () => {
    const url = await deploy();
    const before = await processesOf(taskId);
    const context = recordingContext();
    const other = createDeploymentAgent(site);
    expect(await deploy({ context, by: other, lease_token: 2 })).toBe(url);
    expect(await processesOf(taskId)).toEqual(before);
    expect(context.messages).toEqual([`Picked up the deployment at ${url}`]);
  });

  it('takes the place of one of another commit', async () => {
    const first = await deploy();
    const second = await deploy({ commit: await site.commit('two') });
    expect(await bodyOf(second)).toBe('two');
    await expect(fetch(first)).rejects.toThrow();
  });

  it('takes the place of one that died', async () => {
    await deploy();
    const leader = (await recordOf())?.process;
    process.kill(-(leader?.pid ?? NaN), 'SIGKILL');
    await expect.poll(() => agent.isAlive(taskId)).toBe(false);
    expect(await bodyOf(await deploy())).toBe('one');
  });

  it('takes the place of one that is still being made', async () => {
    const context = recordingContext();
    const first = deploy({ project: { staging: { command: 'sleep 300' } }, context }).catch(
      (reason: unknown) => reason,
    );
    await expect.poll(() => context.messages.at(-1), { timeout: 20_000 }).toContain('no answer');
    expect(await bodyOf(await deploy())).toBe('one');
    expect(await first).toMatchObject({ name: 'TransientAgentError' });
  });

  it('is refused to the holder of an older lease', async () => {
    const url = await deploy({ lease_token: 7 });
    await expect(deploy({ lease_token: 6 })).rejects.toMatchObject({ name: 'TerminalAgentError' });
    expect(await bodyOf(url)).toBe('one');
  });
});

describe('a deployment whose worker is gone', () => {
  it('lives on after SIGKILL, holds nothing of the worker, and is found and ended by another one', async () => {
    const script = join(import.meta.dirname, 'deployment.worker.ts');
    const root = join(site.dataDirectory, '..');
    const worker = spawn(process.execPath, [script, root, taskId, commit, START], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const closed = new Promise((resolve) => worker.once('close', resolve));
    let said = '';
    worker.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await expect.poll(() => said, { timeout: 30_000 }).toContain('\n');
    worker.kill('SIGKILL');
    // The worker's output closes only when nobody else holds it open.
    await closed;
    const url = said.trim();
    expect(await bodyOf(url)).toBe('one');
    expect(await agent.isAlive(taskId)).toBe(true);
    if (process.platform === 'linux') {
      const leader = String((await recordOf())?.process?.pid);
      const open = await Promise.all(['0', '1', '2'].map((fd) => readlink(`/proc/${leader}/fd/${fd}`)));
      const log = stagingRecords(site.dataDirectory).logOf(taskId);
      expect(open).toEqual(['/dev/null', log, log]);
    }
    await agent.release(taskId);
    await expectNothingLeft(url);
  });

  it('is ended by a sweep, unless its task is open or newer than the list of open ones', async () => {
    const url = await deploy();
    const other = createDeploymentAgent(site);
    const anHourAgo = new Date(Date.now() - 3_600_000);
    expect(await other.sweep([taskId])).toEqual([]);
    expect(await other.sweep([], anHourAgo)).toEqual([]);
    expect(await bodyOf(url)).toBe('one');
    expect(await other.sweep([])).toEqual([taskId]);
    await expectNothingLeft(url);
  });

  it('is found though the worker died before it could write the process down', async () => {
    const runId = `${taskId}-run`;
    const child = execa('sleep', ['300'], { env: { CHIMERA_RUN_ID: runId }, reject: false });
    await recordWith({ run_id: runId });
    expect(await agent.isAlive(taskId)).toBe(false);
    await agent.sweep([]);
    expect((await child).signal).toBe('SIGTERM');
  });

  it('is never mistaken for a process that has its id by now', async () => {
    const innocent = execa('sleep', ['300'], { detached: true, reject: false });
    const pid = innocent.pid ?? NaN;
    try {
      const running = { pid, identity: 'an earlier start', port: 1, deployment_url: 'http://127.0.0.1:1' };
      await recordWith({ process: running });
      expect(await agent.isAlive(taskId)).toBe(false);
      await agent.release(taskId);
      expect(process.kill(pid, 0)).toBe(true);
      expect(await leftInStaging()).toEqual([]);
    } finally {
      innocent.kill('SIGKILL');
      await innocent;
    }
  });

  it('does not keep a sweep from the others when its record cannot be read', async () => {
    const url = await deploy();
    const broken = join(site.dataDirectory, 'staging', 'chimera-ffffffffffff.json');
    await writeFile(broken, '{');
    await expect(agent.sweep([])).rejects.toThrow('Not every');
    await expect(fetch(url)).rejects.toThrow();
    await writeFile(broken, JSON.stringify({ ...(await freshRecord()), task_id: 'chimera-ffffffffffff' }));
  });
});

async function freshRecord(): Promise<StagingRecord> {
  return {
    task_id: taskId,
    run_id: `${taskId}-none`,
    lease_token: 1,
    commit_sha: commit,
    command: START,
    health_path: '/',
    directory: await site.checkout(callOf({}), commit, new AbortController().signal),
    started_at: new Date().toISOString(),
  };
}

async function recordWith(more: Partial<StagingRecord>): Promise<void> {
  await stagingRecords(site.dataDirectory).write({ ...(await freshRecord()), ...more });
}
