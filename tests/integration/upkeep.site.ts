import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import getPort from 'get-port';
import pg from 'pg';
import { readEnvironment } from '../../src/config/env.ts';
import { loadConfigFile } from '../../src/config/file.ts';
import { createProcessMetrics } from '../../src/observability/metrics/process-metrics.ts';
import { ADVISORY_LOCKS } from '../../src/persistence/advisory-locks.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import { startApi } from '../../src/runtime/api.ts';
import { createStack, onStack, type Stack } from '../../src/runtime/stack.ts';
import { type FaultNetwork, startFaultNetwork } from '../chaos/network/fault-network.ts';
import { COMMANDS } from '../support/deployment/commands.ts';
import { ROOT } from '../support/deployment/compose-file.ts';
import { type ServiceProcess, startService } from '../support/deployment/service-process.ts';
import { eventually } from '../support/eventually.ts';
import { type Line, memoryLog } from '../support/memory-log.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { readHere } from '../support/read-here.ts';

const CONFIGURATION = `
projects:
  - name: shop
    repository: /srv/shop
    target_url: http://localhost:3000
    agents: { coder-agent: { command: 'false' }, deployment-agent: { command: 'false' } }
`;

/** Health is looked at each second, so that it is known soon who leads; one that stands still for three leads no more. */
const HASTY = `${CONFIGURATION}health: { sample_seconds: 1 }\n`;

/** What no upkeep removes: what decides, and what was migrated. */
const KEPT: readonly string[] = ['chimera_migrations', 'circuit_breakers', 'health_state'];

/** An API in this process, and what it logged. */
export interface ApiHere {
  lines(): readonly Line[];
  close(): Promise<void>;
}

/** A PostgreSQL behind a network that can fail, and API processes on it. Temporal is away: upkeep needs none. */
export interface UpkeepSite {
  readonly postgres: PostgresServer;
  readonly network: FaultNetwork;
  /** Starts an API as the image starts it. */
  serve(): Promise<ServiceProcess>;
  /** Starts an API in this process, whose upkeep goes by a clock of the test's, and which leads until it is closed. */
  serveHere(upkeepClock: () => number): Promise<ApiHere>;
  /** The process of those that leads, once there is one and it has looked at health. */
  leaderOf(processes: readonly ServiceProcess[], limitMs?: number): Promise<ServiceProcess>;
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
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
  const calmFile = join(directory, 'calm.config.yaml');
  await writeFile(calmFile, CONFIGURATION);
  const postgres = await startPostgres();
  stack.push(() => postgres.stop());
  const network = await startFaultNetwork(join(directory, 'network.log'));
  stack.push(() => network.stop());
  const way = new URL(postgres.url);
  way.host = await network.way('database', way.host);
  const nobody = `127.0.0.1:${await getPort({ host: '127.0.0.1' })}`;
  const environmentOf = async (): Promise<Record<string, string>> => ({
    PATH: [join(ROOT, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
    HOME: directory,
    CHIMERA_HOME: await mkdtemp(join(directory, 'home-')),
    CHIMERA_CONFIG: configFile,
    CHIMERA_PORT: String(await getPort({ host: '127.0.0.1' })),
    CHIMERA_LOG_LEVEL: 'debug',
    DATABASE_URL: way.href,
    TEMPORAL_ADDRESS: nobody,
  });

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
    async serve() {
      const service = startService(COMMANDS.api.serve, await environmentOf());
      stack.push(async () => {
        if (service.groupIsAlive()) process.kill(-service.pid, 'SIGKILL');
        await service.ended;
      });
      return service;
    },
    async serveHere(upkeepClock) {
      const own = createStack();
      stack.push(() => own.stop());
      const environment = readEnvironment(await environmentOf());
      const { log, lines } = memoryLog();
      const { db, close } = await openDatabase({ url: way.href });
      own.push(close);
      const config = await loadConfigFile(calmFile);
      const api = await startApi({
        ...{ environment, config, db, log, upkeepClock, readFeature: readHere, metrics: createProcessMetrics() },
        temporal: { address: nobody, uiUrl: undefined },
        records: { record: () => undefined },
      });
      own.push(() => api.close());
      return { lines, close: () => own.stop() };
    },
    leaderOf: (processes, limitMs) =>
      eventually(
        'one of the processes leads',
        async () => {
          const held = await query<{ pid: number }>(
            `select pid from pg_locks where locktype = 'advisory' and granted and (classid::bigint << 32) + objid::bigint = $1`,
            [ADVISORY_LOCKS.leader],
          );
          if (held.length !== 1) return undefined;
          const [state] = await query<{ evaluator: string }>('select evaluator from health_state');
          return processes.find(({ pid, groupIsAlive }) => groupIsAlive() && state?.evaluator.endsWith(`/${pid}`));
        },
        limitMs,
      ),
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
