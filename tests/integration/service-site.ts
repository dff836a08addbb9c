import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { execa } from 'execa';
import { freePort } from '../support/free-port.ts';
import { stringify } from 'yaml';
import { onStack } from '../../src/runtime/stack.ts';
import { SEARCH_ATTRIBUTE_TYPES } from '../../src/runtime/temporal.ts';
import { startTemporalServer } from '../../src/toolchain/temporal-server.ts';
import { COMMANDS } from '../support/deployment/commands.ts';
import { ROOT } from '../support/deployment/compose-file.ts';
import { type ServiceProcess, startService, untilLogged } from '../support/deployment/service-process.ts';
import { startPostgres } from '../support/postgres.ts';

/** A line of a log. */
export type Line = Readonly<Record<string, unknown>> & { readonly context?: Readonly<Record<string, unknown>> };

/** An API and workers as processes of their own, on a Temporal server and a PostgreSQL of their own. */
export interface ServiceSite {
  readonly api: string;
  /** What the API answers at a path; rejects when that is no success. */
  ask<T>(path: string, init?: RequestInit): Promise<T>;
  /** What it answers to a body. */
  post<T>(path: string, body: object, headers?: Readonly<Record<string, string>>): Promise<T>;
  /** Notes that the agents' program keeps (its variable `CALLS`). */
  readonly calls: string;
  readonly databaseUrl: string;
  /** A way to Temporal of the test's own. */
  readonly client: Client;
  readonly workers: readonly SiteWorker[];
  /** All that the processes have printed so far. */
  printed(): string;
  lines(): readonly Line[];
  stop(): Promise<void>;
}

/** A worker process, and the data directory that its workspaces are in. */
export interface SiteWorker {
  readonly home: string;
  readonly metrics: string;
  readonly process: ServiceProcess;
}

/** What sites differ in. */
export interface ServiceSiteOptions {
  /** The file of the program that does all five phases, beside this one. */
  readonly program: string;
  /** The program's variables, besides `CALLS` and `STAGING_URL`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Settings of the project besides. */
  readonly project?: Readonly<Record<string, unknown>>;
  /** The project's address, of the `host:port` that staging is at. */
  readonly target?: (host: string) => string;
  /** How many workers there are (1), and their variables. */
  readonly workers?: number;
  readonly workerEnv?: Readonly<Record<string, string>>;
}

const NAMESPACE = 'chimera';
const AGENTS = ['e2e-tester-agent', 'coder-agent', 'guardian-agent', 'deployment-agent'];

/** Starts a site whose phases are done by a program of the test, with one retry each. */
export function startServiceSite(options: ServiceSiteOptions): Promise<ServiceSite> {
  return onStack(async (stack) => {
    const directory = await mkdtemp(join(tmpdir(), 'chimera-site-'));
    stack.push(() => rm(directory, { recursive: true, force: true }));
    const staging = createServer((_, response) => response.end('Hello'));
    await new Promise<void>((resolve) => staging.listen(0, '127.0.0.1', resolve));
    stack.push(() => new Promise((resolve) => staging.close(resolve)));
    const { port: stagingPort } = staging.address() as AddressInfo;
    const calls = join(directory, 'calls');
    const configFile = await configure(directory, `127.0.0.1:${stagingPort}`, calls, options);
    const postgres = await startPostgres();
    stack.push(() => postgres.stop());
    const logFile = join(directory, 'temporal.log');
    const searchAttributes = SEARCH_ATTRIBUTE_TYPES;
    const temporal = await startTemporalServer({ namespace: NAMESPACE, searchAttributes, logFile, headless: true });
    stack.push(() => temporal.stop());
    const connection = await Connection.connect({ address: temporal.address });
    stack.push(() => connection.close());
    const port = await freePort();

    const serve = async (name: string, kind: keyof typeof COMMANDS, env: Readonly<Record<string, string>>) => {
      const home = join(directory, name);
      await mkdir(home);
      await symlink(join(directory, 'artifacts'), join(home, 'artifacts'));
      const service = startService(COMMANDS[kind].serve, {
        PATH: [join(ROOT, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
        HOME: directory,
        CHIMERA_HOME: home,
        CHIMERA_CONFIG: configFile,
        CHIMERA_PORT: String(port),
        DATABASE_URL: postgres.url,
        TEMPORAL_ADDRESS: temporal.address,
        TEMPORAL_NAMESPACE: NAMESPACE,
        CHIMERA_PRESSURE: 'off',
        CHIMERA_DRAIN_SECONDS: '3',
        ...env,
      });
      stack.push(async () => {
        await service.end('SIGTERM');
      });
      await untilLogged(service, 'Started');
      return { home, process: service };
    };
    const api = await serve('api', 'api', {});
    const workers: SiteWorker[] = [];
    for (let number = 1; number <= (options.workers ?? 1); number += 1) {
      const metricsPort = await freePort();
      const env = { METRICS_PORT: String(metricsPort), ...options.workerEnv };
      const worker = await serve(`worker-${number}`, 'worker', env);
      workers.push({ ...worker, metrics: `http://127.0.0.1:${metricsPort}/metrics` });
    }
    const url = `http://127.0.0.1:${port}`;
    const ask = async <T>(path: string, init?: RequestInit): Promise<T> => {
      const answer = await fetch(new URL(path, url), init);
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as T;
    };
    const services = [api, ...workers].map(({ process }) => process);
    return {
      api: url,
      ask,
      post: (path, body, headers = {}) =>
        ask(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
        }),
      calls,
      databaseUrl: postgres.url,
      client: new Client({ connection, namespace: NAMESPACE }),
      workers,
      printed: () => services.map((service) => service.output() + service.errors()).join(''),
      lines: () => {
        const whole = services.flatMap((service) => service.output().split('\n').slice(0, -1));
        return whole.map((line) => JSON.parse(line) as Line);
      },
      stop: () => stack.stop(),
    };
  });
}

/** Makes the project and the configuration, and tells where that is. */
async function configure(
  directory: string,
  host: string,
  calls: string,
  { program, env = {}, target = (at) => `http://${at}`, project: more = {} }: ServiceSiteOptions,
): Promise<string> {
  const repository = join(directory, 'project');
  await mkdir(repository);
  await mkdir(join(directory, 'artifacts'));
  const git = (...args: string[]) =>
    execa('git', ['-C', repository, '-c', 'user.name=T', '-c', 'user.email=t@localhost', ...args]);
  await git('init', '--quiet', '--initial-branch', 'main');
  await writeFile(join(repository, 'README.md'), '# Project\n');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'Begin');
  const agent = {
    command: `exec '${process.execPath}' '${join(import.meta.dirname, program)}'`,
    env: { CALLS: calls, STAGING_URL: `http://${host}`, ...env },
  };
  const project = {
    name: 'greeter',
    repository,
    target_url: target(host),
    agents: Object.fromEntries(AGENTS.map((name) => [name, agent])),
    ...more,
  };
  const configFile = join(directory, 'chimera.config.yaml');
  const retry = { schedule: { max_retries: 1, first_delay_ms: 100 } };
  await writeFile(configFile, stringify({ projects: [project], retry }));
  return configFile;
}
