import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { stringify } from 'yaml';
import type { AgentAction } from '../../src/domain/phase.ts';
import { eventually } from './eventually.ts';
import { processesNaming } from './processes.ts';
import type { TaskAnswer } from './task-answer.ts';

/** What tests run beside presses the host too, which is not what they are about. */
const ALONE = { CHIMERA_PRESSURE: 'off' };

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FIXTURES = join(ROOT, 'tests/fixtures/tiny');

/** One line of the journal that the fixture's agent writes. */
export interface JournalEntry {
  readonly task: string;
  readonly action: string;
  readonly round: number;
  readonly what: 'begin' | 'end';
  /** The id of the agent's run: of its process, and of a child of its that ignores SIGTERM. */
  readonly run: string;
}

/** A running Chimera, a process of its own. */
export interface Chimera {
  readonly pid: number;
  readonly apiUrl: string;
  /** What it has printed so far: its answer and its log. */
  output(): string;
  /** Asks it to stop and resolves with its exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

type Settings = Readonly<Record<string, unknown>>;

/** What a world is made with. */
export interface WorldOptions {
  /** Project settings over those of the fixture. */
  readonly project?: Readonly<Record<string, unknown>>;
  /** Other parts of the configuration, or what makes them of the place. */
  readonly settings?: Settings | ((place: Pick<World, 'directory' | 'data' | 'origin'>) => Settings);
  /** The coder's name, where it is one that the settings declare. */
  readonly coder?: string;
  /** The reviewer's, likewise. */
  readonly reviewer?: string;
  /** Variables that Chimera runs with besides its own. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether there is another project, `reading`, whose features Chimera itself reads. */
  readonly reading?: true;
}

/** A project in a real git repository, a data directory, and agents that a test steers. */
export interface World {
  readonly directory: string;
  readonly data: string;
  readonly origin: string;
  /** Starts it; with options, those of `start-all`. */
  start(...options: readonly string[]): Promise<Chimera>;
  /** Submits a task under an Idempotency-Key, which also gives its id; a body may replace what is asked for. */
  submit(chimera: Chimera, key: string, body?: Readonly<Record<string, unknown>>): Promise<string>;
  task(chimera: Chimera, taskId: string): Promise<TaskAnswer>;
  /** Resolves with the task once it is as wanted. */
  until(chimera: Chimera, taskId: string, wanted: (task: TaskAnswer) => boolean): Promise<TaskAnswer>;
  /** The ids that the list of tasks shows, with their status. */
  list(chimera: Chimera): Promise<ReadonlyMap<string, string>>;
  cancel(chimera: Chimera, taskId: string): Promise<void>;
  /** Keeps an action of a task at work until it is let go. */
  hold(taskId: string, action: AgentAction): Promise<void>;
  letGo(taskId: string, action: AgentAction): Promise<void>;
  /** Makes an agent's verdict a bad one. */
  spoil(taskId: string, action: AgentAction): Promise<void>;
  journal(taskId?: string): Promise<readonly JournalEntry[]>;
  /** Ends every Chimera of this world and removes its files. */
  close(): Promise<void>;
}

/** Makes a world in a temporary directory. */
export async function createWorld({
  project = {},
  settings = {},
  coder,
  reviewer,
  environment = {},
  reading,
}: WorldOptions = {}): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), 'chimera-world-'));
  const [data, control, origin] = ['data', 'control', 'origin'].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  await Promise.all([mkdir(data), mkdir(control)]);
  await makeOrigin(origin);
  const config = join(directory, 'chimera.config.yaml');
  // Tasks fail here on purpose, which no remedy is to stop.
  const untended = { health: { remediation: { enabled: false } } };
  const more = typeof settings === 'function' ? settings({ directory, data, origin }) : settings;
  const projects = [
    tinyProject(origin, control, project, { coder, reviewer }),
    ...(reading === true ? [readingProject(origin, control)] : []),
  ];
  await writeFile(config, stringify({ projects, ...untended, ...more }));
  const running = new Set<ChildProcess>();
  const file = (kind: string, taskId: string, action: AgentAction): string =>
    join(control, `${kind}-${taskId}-${action}`);

  async function start(...options: readonly string[]): Promise<Chimera> {
    const command = options.length === 0 ? 'start' : 'start-all';
    const instance = join(data, 'chimera.json');
    await rm(instance, { force: true });
    const child = spawn(
      process.execPath,
      [join(ROOT, 'dist/cli/main.js'), command, '--config', config, '--data', data, ...options],
      {
        env: {
          ...process.env,
          CHIMERA_PORT: '0',
          LOG_FORMAT: 'json',
          DATABASE_URL: '',
          TEMPORAL_ADDRESS: '',
          ...ALONE,
          ...environment,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
    const exited = once(child, 'exit').then(() => running.delete(child));
    const apiUrl = await eventually('Chimera tells its address', async () => {
      if (child.exitCode !== null) throw new Error(`Chimera did not start:\n${output}`);
      const text = await readFile(instance, 'utf8').catch(() => undefined);
      return text === undefined ? undefined : (JSON.parse(text) as { api_url: string }).api_url;
    });
    return {
      pid: child.pid ?? 0,
      apiUrl,
      output: () => output,
      stop: async () => {
        child.kill('SIGTERM');
        await exited;
        return child.exitCode;
      },
      kill: async () => {
        child.kill('SIGKILL');
        await exited;
      },
    };
  }

  async function request(url: string, init?: RequestInit): Promise<unknown> {
    const response = await fetch(url, init);
    const body: unknown = await response.json();
    if (!response.ok)
      throw new RefusedError(response.status, `${url} answers ${response.status}: ${JSON.stringify(body)}`);
    return body;
  }
  const task = async ({ apiUrl }: Chimera, taskId: string) =>
    (await request(`${apiUrl}/api/tasks/${taskId}`)) as TaskAnswer;
  const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

  return {
    directory,
    data,
    origin,
    start,
    task,
    submit: async ({ apiUrl }, key, more = {}) => {
      const named = reading === true ? { project: 'tiny' } : {};
      const body = { ...named, feature: `Show the feature of ${key}`, target_url: 'http://127.0.0.1:9/', ...more };
      const answer = await request(`${apiUrl}/api/tasks`, post(body, { 'idempotency-key': key }));
      return (answer as { task_id: string }).task_id;
    },
    until: (chimera, taskId, wanted) =>
      eventually(`task ${taskId}`, async () => {
        const answer = await task(chimera, taskId).catch(whileAway);
        return answer !== undefined && wanted(answer) ? answer : undefined;
      }),
    list: async ({ apiUrl }) => {
      const { tasks } = (await request(`${apiUrl}/api/tasks?limit=200`)) as { tasks: readonly TaskAnswer[] };
      return new Map(tasks.map(({ task_id, status }) => [task_id, status]));
    },
    cancel: async ({ apiUrl }, taskId) => {
      await request(`${apiUrl}/api/tasks/${taskId}/cancel`, post({ reason: 'not needed any more' }));
    },
    hold: (taskId, action) => writeFile(file('hold', taskId, action), ''),
    letGo: (taskId, action) => rm(file('hold', taskId, action), { force: true }),
    spoil: (taskId, action) => writeFile(file('verdict', taskId, action), 'bad'),
    journal: async (taskId) => {
      const lines = (await readFile(join(control, 'journal'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
      const entries = lines.map(entryOf);
      return taskId === undefined ? entries : entries.filter((entry) => entry.task === taskId);
    },
    close: async () => {
      for (const child of running) {
        child.kill('SIGTERM');
        const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
        await once(child, 'exit');
        clearTimeout(late);
      }
      // One that was killed leaves its Temporal server to its successor, and the last one has none.
      for (const pid of await processesNaming(directory)) process.kill(pid, 'SIGKILL');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

class RefusedError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** With Temporal away the API says so; then it is asked again. */
function whileAway(error: unknown): undefined {
  if (!(error instanceof RefusedError && error.status === 503)) throw error;
}

async function makeOrigin(origin: string): Promise<void> {
  await mkdir(origin);
  await cp(join(FIXTURES, 'server.mjs'), join(origin, 'server.mjs'));
  const git = (...args: string[]) => execa('git', ['-C', origin, ...args]);
  await git('init', '--quiet', '--initial-branch', 'main');
  await git('add', '.');
  await git('-c', 'user.name=Test', '-c', 'user.email=test@localhost', 'commit', '--quiet', '-m', 'A tiny site');
}

function tinyProject(
  origin: string,
  control: string,
  changes: Readonly<Record<string, unknown>>,
  { coder, reviewer }: { readonly coder?: string | undefined; readonly reviewer?: string | undefined } = {},
): object {
  const agent = { command: `node ${join(FIXTURES, 'agent.mjs')}`, env: { TINY_CONTROL: control } };
  return {
    name: 'tiny',
    repository: origin,
    staging: { command: `TINY_CONTROL=${control} exec node server.mjs` },
    agents: { 'e2e-tester-agent': agent, 'coder-agent': coder ?? agent, 'guardian-agent': reviewer ?? agent },
    ...changes,
  };
}

/** The same with the built-in e2e-tester; its site is nowhere. */
function readingProject(origin: string, control: string): object {
  const { agents, ...project } = tinyProject(origin, control, {}) as { readonly agents: Record<string, object> };
  const { 'e2e-tester-agent': _, ...others } = agents;
  return { ...project, name: 'reading', target_url: 'http://127.0.0.1:9/', agents: others };
}

function entryOf(line: string): JournalEntry {
  const [task = '', action = '', round = '', what = '', run = ''] = line.split(' ');
  return {
    task,
    action,
    round: Number(round),
    what: what as JournalEntry['what'],
    run,
  };
}
