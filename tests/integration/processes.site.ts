import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { Client } from 'pg';
import { stringify } from 'yaml';
import { SEARCH_ATTRIBUTE_TYPES } from '../../src/runtime/temporal.ts';
import { ensureTools } from '../../src/toolchain/index.ts';
import { startTemporalServer, type TemporalServer } from '../../src/toolchain/temporal-server.ts';
import { ROOT } from '../support/deployment/compose-file.ts';
import { type ServiceProcess, startService } from '../support/deployment/service-process.ts';
import { startPostgres } from '../support/postgres.ts';

/** A call of an agent's program, as it noted it. */
export interface AgentProgramCall {
  readonly action: string;
  readonly task_id: string;
  readonly workspace: string;
  readonly run: string;
}

/** What the processes of the compose file find around them: databases, a configuration, a project, homes. */
export interface Site {
  readonly directory: string;
  /** The port of PostgreSQL, and the directory of its programs. */
  readonly postgres: { readonly port: string; readonly programs: string };
  /** All processes that were started here, also those that have ended. */
  readonly started: readonly ServiceProcess[];
  /** Starts a command with the environment of its name; whatever is left of it ends with the site. */
  serve(name: string, command: readonly string[], more?: Readonly<Record<string, string>>): Promise<ServiceProcess>;
  /** The environment of a process with a data directory of its own and everybody's artifacts. */
  environment(name: string, more?: Readonly<Record<string, string>>): Promise<Record<string, string>>;
  homeOf(name: string): string;
  startTemporal(): Promise<TemporalServer>;
  calls(): Promise<readonly AgentProgramCall[]>;
  /** Lets the implementation of a task that hangs go on. */
  letGo(taskId: string): Promise<void>;
  remove(): Promise<void>;
}

const PATH = [join(ROOT, 'node_modules/.bin'), process.env['PATH']].join(delimiter);

/** Makes a site, with Temporal's port chosen but nobody there yet. */
export async function makeSite(temporalPort: number): Promise<Site> {
  const directory = await mkdtemp(join(tmpdir(), 'chimera-processes-'));
  const postgres = await startPostgres();
  const staging = createServer((_, response) => response.end('Hello'));
  await new Promise<void>((resolve) => staging.listen(0, '127.0.0.1', resolve));
  const stagingUrl = `http://127.0.0.1:${(staging.address() as AddressInfo).port}`;
  const { port } = new URL(postgres.url);
  const programs = (await ensureTools(['postgres'])).postgres.path;
  await createDatabases(postgres.url, port, programs);
  const calls = join(directory, 'calls.jsonl');
  await writeFile(calls, '');
  const configFile = join(directory, 'chimera.config.yaml');
  await writeFile(configFile, await configuration(directory, { CALLS: calls, STAGING_URL: stagingUrl }));
  const artifacts = join(directory, 'artifacts');
  await mkdir(artifacts);
  const homeOf = (name: string): string => join(directory, 'homes', name);
  const started: ServiceProcess[] = [];
  const environment: Site['environment'] = async (name, more = {}) => {
    await mkdir(homeOf(name), { recursive: true });
    await symlink(artifacts, join(homeOf(name), 'artifacts')).catch(() => undefined);
    return {
      PATH,
      HOME: directory,
      CHIMERA_HOME: homeOf(name),
      CHIMERA_CONFIG: configFile,
      DATABASE_URL: `postgresql://chimera:chimeras-secret@127.0.0.1:${port}/chimera`,
      TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}`,
      TEMPORAL_NAMESPACE: 'chimera',
      // What tests run beside presses the host too, which is not what they are about.
      CHIMERA_PRESSURE: 'off',
      ...more,
    };
  };

  return {
    directory,
    postgres: { port, programs },
    homeOf,
    started,
    async serve(name, command, more) {
      const service = startService(command, await environment(name, more));
      started.push(service);
      return service;
    },
    environment,
    startTemporal: () =>
      startTemporalServer({
        namespace: 'chimera',
        searchAttributes: SEARCH_ATTRIBUTE_TYPES,
        logFile: join(directory, 'temporal.log'),
        port: temporalPort,
        headless: true,
      }),
    async calls() {
      const lines = (await readFile(calls, 'utf8')).split('\n').filter((line) => line !== '');
      return lines.map((line) => JSON.parse(line) as AgentProgramCall);
    },
    letGo: (taskId) => writeFile(`${calls}.${taskId}`, ''),
    async remove() {
      for (const { pid, groupIsAlive } of started) if (groupIsAlive()) process.kill(-pid, 'SIGKILL');
      staging.close();
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Makes the databases by the very script that the compose file mounts; its superuser is called postgres. */
async function createDatabases(url: string, port: string, programs: string): Promise<void> {
  const server = new URL(url);
  const rename = async (user: string, statement: string): Promise<void> => {
    server.username = user;
    const client = new Client({ connectionString: server.href });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await rename('chimera', 'CREATE ROLE postgres SUPERUSER LOGIN');
  await rename('postgres', 'ALTER ROLE chimera RENAME TO first_superuser');
  await execa('sh', [join(ROOT, 'deploy/postgresql/create-databases.sh')], {
    env: {
      PATH: [programs, process.env['PATH']].join(delimiter),
      PGHOST: '127.0.0.1',
      PGPORT: port,
      POSTGRES_USER: 'postgres',
      TEMPORAL_DB_PASSWORD: "temporal's secret",
      CHIMERA_DB_PASSWORD: 'chimeras-secret',
    },
    extendEnv: false,
  });
}

/** A project whose five phases are done by the test's own program. */
async function configuration(directory: string, env: Record<string, string>): Promise<string> {
  const repository = join(directory, 'project');
  await mkdir(repository);
  const git = (...args: string[]) =>
    execa('git', ['-C', repository, '-c', 'user.name=T', '-c', 'user.email=t@t', ...args]);
  await git('init', '--quiet', '--initial-branch', 'main');
  await writeFile(join(repository, 'README.md'), '# Project\n');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'Begin');
  const program = { command: `node ${join(import.meta.dirname, 'processes.agent.ts')}`, env };
  const agents = ['e2e-tester-agent', 'coder-agent', 'guardian-agent', 'deployment-agent'];
  const project = {
    name: 'greeter',
    repository,
    target_url: env['STAGING_URL'],
    agents: Object.fromEntries(agents.map((agent) => [agent, program])),
  };
  return stringify({ projects: [project] });
}
