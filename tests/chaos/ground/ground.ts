import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { freePort } from '../../support/free-port.ts';
import { onStack, type Stack } from '../../../src/runtime/stack.ts';
import { COMMANDS } from '../../support/deployment/commands.ts';
import { ROOT } from '../../support/deployment/compose-file.ts';
import { eventually } from '../../support/eventually.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres.ts';
import { type FaultNetwork, startFaultNetwork } from '../network/fault-network.ts';
import { type AgentPlan, QUICK_AGENTS } from './agent-plan.ts';
import { type Api, apiAt } from './api.ts';
import { type FakeClock, makeFakeClock } from './fake-clock.ts';
import { type JournalEntry, readJournal } from './journal.ts';
import { makeProject } from './project.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';
import { type Service, startService } from './service.ts';
import { type RestartableTemporal, startTemporal } from './temporal.ts';
import { versionAt } from './version-before.ts';

/** What a ground is made of; all but the seed has a default. */
export interface GroundOptions {
  readonly seed: number;
  /** Worker processes, each with a data directory of its own (2). */
  readonly workers?: number;
  /** Leases at once (4). */
  readonly size?: number;
  readonly agents?: Partial<AgentPlan>;
  /** Puts a fault proxy between Chimera's processes and what they connect to. */
  readonly proxied?: boolean;
  /** Names of the projects (only `trial`); the first is that of tasks which name none. */
  readonly projects?: readonly string[];
  readonly project?: Readonly<Record<string, unknown>>;
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** Puts the data directories of the workers on a disk of that many MiB; takes the right to mount. */
  readonly diskMiB?: number;
  /** Puts the tables of PostgreSQL on a disk of that many MiB; takes the right to mount. */
  readonly storeMiB?: number;
  /** The commit of which the last worker is; the others are of this version. */
  readonly versionBefore?: string;
  /** Shows Chimera's processes and PostgreSQL a clock that can be set. */
  readonly fakeClock?: boolean;
}

/** A whole Chimera in processes of its own, with everything that a scenario takes away from it. */
export interface Ground {
  readonly directory: string;
  readonly repository: string;
  /** Leases at once. */
  readonly size: number;
  readonly api: Api;
  readonly apiProcess: Service;
  readonly workers: readonly Service[];
  readonly temporal: RestartableTemporal;
  readonly postgres: PostgresServer;
  /** A way to Temporal that no fault of the network concerns. */
  readonly client: Client;
  /** @throws {Error} on a ground that is not proxied. */
  network(): FaultNetwork;
  /** @throws {Error} on a ground without a disk of its own. */
  disk(): SmallDisk;
  /** The disk of the tables. @throws {Error} on a ground where they have none of their own. */
  store(): SmallDisk;
  /** @throws {Error} on a ground with the system's clock. */
  fakeClock(): FakeClock;
  journal(): Promise<readonly JournalEntry[]>;
  /** Ends Chimera's own processes; the names of those that had to be forced. */
  stopServices(): Promise<readonly string[]>;
  /** Ends everything; the directory stays when it is to be looked into. */
  close(keep: boolean): Promise<void>;
}

const NAMESPACE = 'chaos';

/** Starts a ground and waits until a task can be handed in. */
export function prepareGround(options: GroundOptions): Promise<Ground> {
  return onStack((stack) => build(stack, options));
}

async function build(stack: Stack, options: GroundOptions): Promise<Ground> {
  const {
    seed,
    workers: count = 2,
    size = 4,
    agents = {},
    proxied = false,
    projects = ['trial'],
    project = {},
    configuration: changes = {},
    diskMiB,
    storeMiB,
    versionBefore,
  } = options;
  const directory = await mkdtemp(join(tmpdir(), 'chimera-chaos-'));
  const staging = createServer((_, response) => response.end('[]'));
  await new Promise<void>((resolve) => staging.listen(0, '127.0.0.1', resolve));
  stack.push(() => new Promise((resolve) => staging.close(resolve)));
  const stagingUrl = `http://127.0.0.1:${(staging.address() as AddressInfo).port}`;
  const plan = { ...QUICK_AGENTS, ...agents };
  // Nothing is done about the trouble that is made here; a version from before that could be said refuses the key.
  const untended = versionBefore === undefined ? { health: { remediation: { enabled: false } } } : {};
  const configuration = { ...untended, ...changes };
  const made = await makeProject({ directory, projects, stagingUrl, seed, agents: plan, size, project, configuration });

  const disk = diskMiB === undefined ? undefined : await mountSmallDisk(stack, join(directory, 'homes'), diskMiB);

  const clock = options.fakeClock === true ? await makeFakeClock(stack) : undefined;
  const store = storeMiB === undefined ? undefined : await mountStore(stack, storeMiB);
  const postgres = await startPostgres(clock?.env);
  stack.push(() => postgres.stop());
  if (store !== undefined) await postgres.keepTablesIn(store.directory);
  const temporal = await startTemporal(directory, NAMESPACE);
  stack.push(() => temporal.stop());
  const connection = await Connection.connect({ address: temporal.address });
  stack.push(() => connection.close());
  const network = proxied ? await startFaultNetwork(join(directory, 'logs/network.log')) : undefined;
  if (network !== undefined) stack.push(() => network.stop());

  const port = await freePort();
  const services: Service[] = [];
  const stopServices = async (): Promise<readonly string[]> => {
    const stopped = await Promise.all(services.map(async (service) => [service.name, await service.stop()] as const));
    return stopped.flatMap(([name, asAsked]) => (asAsked ? [] : [name]));
  };
  stack.push(stopServices);
  const serve = async (name: string, kind: keyof typeof COMMANDS, cwd = ROOT): Promise<Service> => {
    const database = new URL(postgres.url);
    if (network !== undefined) database.host = await network.way(`${name}-database`, database.host);
    const home = join(directory, 'homes', name);
    await mkdir(home, { recursive: true });
    await symlink(join(directory, 'artifacts'), join(home, 'artifacts'));
    const env = {
      ...clock?.env,
      PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
      HOME: directory,
      CHIMERA_HOME: home,
      CHIMERA_CONFIG: made.configFile,
      CHIMERA_PORT: String(port),
      METRICS_PORT: '0',
      DATABASE_URL: database.href,
      TEMPORAL_ADDRESS: (await network?.way(`${name}-temporal`, temporal.address)) ?? temporal.address,
      TEMPORAL_NAMESPACE: NAMESPACE,
      // The suite presses the host by itself, and what it kills is not to be waited for.
      CHIMERA_PRESSURE: 'off',
      CHIMERA_DRAIN_SECONDS: '3',
    };
    const logFile = join(directory, 'logs', `${name}.log`);
    const service = startService({ name, command: COMMANDS[kind].serve, cwd, home, logFile, env });
    services.push(service);
    return service;
  };
  const apiProcess = await serve('api', 'api');
  const workers: Service[] = [];
  const before = versionBefore === undefined ? undefined : await versionAt(versionBefore);
  for (let index = 1; index <= count; index += 1) {
    workers.push(await serve(`worker-${index}`, 'worker', index === count ? before : ROOT));
  }
  const api = apiAt(`http://127.0.0.1:${port}`, projects[0] ?? '');
  for (const service of services) {
    await eventually(`${service.name} starts; see ${service.logFile}`, async () =>
      (await service.isUp()) ? true : undefined,
    );
  }
  return {
    directory,
    repository: made.repository,
    size,
    api,
    apiProcess,
    workers,
    temporal,
    postgres,
    client: new Client({ connection, namespace: NAMESPACE }),
    network: () => {
      if (network === undefined) throw new Error('This ground has no fault proxy');
      return network;
    },
    disk: () => {
      if (disk === undefined) throw new Error('This ground has no disk of its own');
      return disk;
    },
    store: () => {
      if (store === undefined) throw new Error('On this ground the tables have no disk of their own');
      return store.disk;
    },
    fakeClock: () => {
      if (clock === undefined) throw new Error('This ground has no clock of its own');
      return clock;
    },
    journal: () => readJournal(directory),
    stopServices,
    close: async (keep) => {
      await stack.stop();
      if (!keep) await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A disk for tables, with the directory that it is at; both go with the stack. */
async function mountStore(stack: Stack, mebibytes: number) {
  const directory = await mkdtemp(join(tmpdir(), 'chimera-chaos-store-'));
  stack.push(() => rm(directory, { recursive: true, force: true }));
  return { directory, disk: await mountSmallDisk(stack, directory, mebibytes) };
}
