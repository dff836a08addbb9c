import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { execa } from 'execa';
import { freePort } from '../support/free-port.ts';
import pg from 'pg';
import { readEnvironment } from '../../src/config/env.ts';
import { loadConfigFile } from '../../src/config/file.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import { createStack, onStack, type Stack } from '../../src/runtime/stack.ts';
import { startProcessUpkeep } from '../../src/runtime/upkeep.ts';
import { ensureTools } from '../../src/toolchain/index.ts';
import { TASK_QUEUE } from '../../src/workflows/task/contract.ts';
import { type FaultNetwork, startFaultNetwork } from '../chaos/network/fault-network.ts';
import { COMMANDS } from '../support/deployment/commands.ts';
import { ROOT } from '../support/deployment/compose-file.ts';
import { startDevServer } from '../support/dev-server.ts';
import { type ServiceProcess, startService } from '../support/deployment/service-process.ts';
import { memoryLog } from '../support/memory-log.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { bundleWorkflows } from '../support/scripted-workers.ts';

const CONFIGURATION = `
projects:
  - name: shop
    repository: /srv/shop
    target_url: http://localhost:3000
    agents: { coder-agent: { command: 'false' }, deployment-agent: { command: 'false' } }
`;

/** Health is looked at each second, so that it is known soon who leads; one that stands still for three leads no more. */
const HASTY = `${CONFIGURATION}health: { sample_seconds: 1 }\n`;

/** What no upkeep removes: what decides, what was migrated, and the samples of an hour, which go with the next ones. */
const KEPT: readonly string[] = [
  'agent_accounts',
  'chimera_migrations',
  'circuit_breakers',
  'health_samples',
  'health_state',
];

/** A process's part in upkeep, in this process. */
export interface UpkeepHere {
  stop(): Promise<void>;
}

/** Temporal, a PostgreSQL behind a network that can fail, and processes on them. */
export interface UpkeepSite {
  readonly postgres: PostgresServer;
  readonly network: FaultNetwork;
  readonly client: Client;
  /** Starts an API as the image starts it, for which there is no Temporal. */
  serveApi(): Promise<ServiceProcess>;
  /** Starts a worker as the image starts it. */
  serveWorker(): Promise<ServiceProcess>;
  /** Has this process run the workflows, and gives what ends that. */
  runWorkflows(): Promise<() => Promise<void>>;
  /** Has this process do upkeep, as the one of a system that has the database open. */
  startUpkeep(): Promise<UpkeepHere>;
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Holds up every statement on a table, until what it gives is called. */
  lock(table: string): Promise<() => Promise<void>>;
  /** The tables from which upkeep removes what is old. */
  prunedTables(): Promise<readonly string[]>;
  /** Writes a row of a moment into each of the tables. */
  writeRows(tables: readonly string[], at: Date): Promise<void>;
  /** How many rows of before a moment the tables have, by table; those without one are left out. */
  rowsBefore(tables: readonly string[], at: Date): Promise<Readonly<Record<string, number>>>;
  stop(): Promise<void>;
}

/** Builds the product and starts a site. */
export async function startUpkeepSite(): Promise<UpkeepSite> {
  await execa('npm', ['run', '--silent', 'build'], { cwd: ROOT });
  return onStack(buildSite);
}

async function buildSite(stack: Stack): Promise<UpkeepSite> {
  const directory = await mkdtemp(join(tmpdir(), 'chimera-upkeep-'));
  stack.push(() => rm(directory, { recursive: true, force: true }));
  const configFile = join(directory, 'chimera.config.yaml');
  await writeFile(configFile, HASTY);
  const postgres = await startPostgres();
  stack.push(() => postgres.stop());
  const temporal = await startDevServer('default');
  stack.push(() => temporal.stop());
  const chromium = (await ensureTools(['chromium'])).chromium.path;
  const network = await startFaultNetwork(join(directory, 'network.log'));
  stack.push(() => network.stop());
  const way = new URL(postgres.url);
  way.host = await network.way('database', way.host);
  const nobody = `127.0.0.1:${await freePort()}`;
  const environmentOf = async (more: Readonly<Record<string, string>> = {}): Promise<Record<string, string>> => ({
    PATH: [join(ROOT, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
    HOME: directory,
    CHIMERA_HOME: await mkdtemp(join(directory, 'home-')),
    CHIMERA_CONFIG: configFile,
    CHIMERA_PORT: String(await freePort()),
    CHIMERA_LOG_LEVEL: 'debug',
    DATABASE_URL: way.href,
    TEMPORAL_ADDRESS: nobody,
    ...more,
  });
  const ofWorker = { TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: 'default', CHIMERA_CHROMIUM: chromium };
  const serve = (command: readonly string[], environment: Readonly<Record<string, string>>): ServiceProcess => {
    const service = startService(command, environment);
    stack.push(async () => {
      if (service.groupIsAlive()) process.kill(-service.pid, 'SIGKILL');
      await service.ended;
    });
    return service;
  };

  const query: UpkeepSite['query'] = async <Row extends pg.QueryResultRow>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> => {
    const client = new pg.Client({ connectionString: postgres.url });
    client.on('error', () => undefined);
    await client.connect();
    return client
      .query<Row>(text, [...values])
      .then(({ rows }) => rows)
      .finally(() => client.end());
  };
  const columnsOf = async (table: string) =>
    query<{ name: string; type: string; required: boolean }>(
      `select column_name as name, udt_name as type, is_nullable = 'NO' as required from information_schema.columns
        where table_schema = 'public' and table_name = $1 and is_identity = 'NO'`,
      [table],
    );
  const timesOf = async (table: string) =>
    (await columnsOf(table)).filter(({ type }) => type === 'timestamptz').map(({ name }) => name);

  return {
    postgres,
    network,
    query,
    client: temporal.client,
    serveApi: async () => serve(COMMANDS.api.serve, await environmentOf()),
    serveWorker: async () => serve(COMMANDS.worker.serve, await environmentOf(ofWorker)),
    async runWorkflows() {
      const workflowBundle = await bundleWorkflows();
      const worker = await Worker.create({ connection: temporal.native, taskQueue: TASK_QUEUE, workflowBundle });
      const running = worker.run();
      return async () => {
        worker.shutdown();
        await running;
      };
    },
    async startUpkeep() {
      const own = createStack();
      stack.push(() => own.stop());
      const environment = readEnvironment(await environmentOf(ofWorker));
      const { db, close } = await openDatabase({ url: way.href });
      own.push(close);
      const { log } = memoryLog();
      const config = await loadConfigFile(configFile);
      const upkeep = await startProcessUpkeep({ environment, config, temporal, db, log });
      own.push(() => upkeep.stop());
      return { stop: () => own.stop() };
    },
    async lock(table) {
      const client = new pg.Client({ connectionString: postgres.url });
      client.on('error', () => undefined);
      await client.connect();
      await client.query('begin');
      await client.query(`lock table ${table} in access exclusive mode`);
      return () => client.end();
    },
    async prunedTables() {
      const tables = await query<{ name: string }>(
        `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
      );
      return tables.map(({ name }) => name).filter((name) => !KEPT.includes(name));
    },
    async writeRows(tables, at) {
      for (const table of tables) {
        const columns = (await columnsOf(table)).filter(({ required, type }) => required || type === 'timestamptz');
        const values = columns.map(({ name, type }) => valueOf(name, type, at));
        const places = columns.map((_, index) => `$${index + 1}`);
        const names = columns.map(({ name }) => name);
        await query(`insert into ${table} (${names.join(', ')}) values (${places.join(', ')})`, values);
      }
    },
    async rowsBefore(tables, at) {
      const counts: Record<string, number> = {};
      for (const table of tables) {
        const old = (await timesOf(table)).map((name) => `${name} < $1`).join(' and ');
        const [row] = await query<{ count: number }>(`select count(*)::int as count from ${table} where ${old}`, [at]);
        if (row !== undefined && row.count > 0) counts[table] = row.count;
      }
      return counts;
    },
    stop: () => stack.stop(),
  };
}

/** Something that a column takes; where a word decides what may go, the one with which it may. */
function valueOf(column: string, type: string, at: Date): unknown {
  if (column === 'kind') return 'worker';
  if (column === 'bucket') return 'day';
  if (type === 'timestamptz') return at;
  if (type === 'jsonb') return '{}';
  if (type === 'bool') return false;
  return type === 'text' ? `of ${at.getTime()}` : 1;
}
