import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newTask } from '../../src/domain/task-state.ts';
import { describeAllStores } from '../../src/persistence/all-stores.testsuite.ts';
import { type Database, type DatabaseOptions, openDatabase } from '../../src/persistence/database.ts';
import { MIGRATIONS } from '../../src/persistence/migrate.ts';
import { createTaskRunStore } from '../../src/persistence/task-run-store.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { TRACEPARENT } from '../support/traceparent.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROCESS = fileURLToPath(new URL('persistence/open-and-record.ts', import.meta.url));

const request = { feature: 'Größe wählen', project: 'shop', target_url: 'http://localhost:3000', priority: 5 };
const state = newTask('chimera-000000000001', request, 0, TRACEPARENT);

let server: PostgresServer;
let folder: string;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chimera-persistence-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

let databases = 0;

/** The URL of a new, empty database. */
async function emptyDatabase(): Promise<string> {
  databases += 1;
  const name = `chimera_${databases}`;
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(server.url);
  url.pathname = name;
  return url.href;
}

describe('the stores on PostgreSQL', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase({ url: await emptyDatabase() });
  });
  afterAll(() => database.close());

  describeAllStores(() => database);
});

describe('migrations', () => {
  it('are applied once when four processes start at once', async () => {
    const url = await emptyDatabase();
    const processes = await Promise.all(Array.from({ length: 4 }, () => run(process.execPath, [PROCESS, url, '1'])));
    expect(processes.map(({ stdout }) => stdout)).toEqual(['0\n', '0\n', '0\n', '0\n']);

    const database = await openDatabase({ url });
    expect((await createTaskRunStore(database.db).countByStatus()).queued).toBe(4);
    await database.close();

    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query('SELECT hash FROM chimera_migrations');
    await client.end();
    const files = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql'));
    expect(rows).toHaveLength(files.length);
  });

  it.each([
    ['PostgreSQL', async (): Promise<DatabaseOptions> => ({ url: await emptyDatabase() })],
    ['the embedded database', (): Promise<DatabaseOptions> => Promise.resolve({ directory: join(folder, 'db') })],
  ])('go forward with data in the tables on %s', async (_, place) => {
    const options = await place();
    const before = await openDatabase(options);
    await createTaskRunStore(before.db).save(state);
    await before.close();

    const migrations = await withOneMore('ALTER TABLE task_runs ADD COLUMN cost numeric NOT NULL DEFAULT 7');
    const after = await openDatabase({ ...options, migrations });
    expect(await createTaskRunStore(after.db).get(state.task_id)).toEqual(state);
    await after.db.execute(sql`UPDATE task_runs SET cost = cost + 1 WHERE cost = 7`);
    await after.close();

    const again = await openDatabase({ ...options, migrations });
    expect((await createTaskRunStore(again.db).list({ q: 'GRÖSSE' })).tasks).toHaveLength(0);
    expect((await createTaskRunStore(again.db).list({ q: 'GRÖßE' })).tasks).toHaveLength(1);
    await again.close();
  });

  it('leave nothing behind when one of them fails', async () => {
    const url = await emptyDatabase();
    const migrations = await withOneMore('CREATE TABLE half (id text);--> statement-breakpoint\nSELECT nonsense');
    await expect(openDatabase({ url, migrations })).rejects.toThrow(/nonsense/);
    const database = await openDatabase({ url });
    await expect(database.db.execute(sql`SELECT * FROM half`)).rejects.toThrow();
    await database.close();
  });

  it('are what the schema says: generating another changes nothing', async () => {
    const migrations = join(folder, 'migrations');
    await cp(MIGRATIONS, migrations, { recursive: true });
    const before = await readdir(migrations, { recursive: true });
    const schema = 'src/persistence/schema.ts';
    const options = ['--dialect', 'postgresql', '--schema', schema, '--out', relative(ROOT, migrations)];
    await run(join(ROOT, 'node_modules/.bin/drizzle-kit'), ['generate', ...options], { cwd: ROOT });
    expect((await readdir(migrations, { recursive: true })).toSorted()).toEqual(before.toSorted());
  });
});

describe('the embedded database', () => {
  it('has all that was recorded after its process was killed in the middle', async () => {
    const directory = join(folder, 'db');
    const child = spawn(process.execPath, [PROCESS, directory, '1000000'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    let recorded = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      recorded = Number(line) + 1;
      if (recorded === 50) child.kill('SIGKILL');
    }
    await exited;

    const database = await openDatabase({ directory });
    const { queued } = await createTaskRunStore(database.db).countByStatus();
    expect(queued).toBeGreaterThanOrEqual(recorded);
    expect(queued).toBeLessThanOrEqual(recorded + 1);
    await database.close();
  });
});

describe('PostgreSQL', () => {
  it('may end idle connections: the next query opens another', async () => {
    const url = await emptyDatabase();
    const { promise: lost, resolve: onConnectionLost } = Promise.withResolvers<Error>();
    const database = await openDatabase({ url, onConnectionLost });
    await database.db.execute(sql`SELECT 1`);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'chimera' AND datname = current_database()`);
    await client.end();
    expect((await lost).message).toContain('terminating connection');
    expect(await createTaskRunStore(database.db).save(state)).toBe(true);
    await database.close();
  });

  it('reads a page of the list from an index, without sorting', async () => {
    const database = await openDatabase({ url: await emptyDatabase() });
    await database.db.execute(
      sql`INSERT INTO task_runs (task_id, project, feature, target_url, priority, status, phase, created_at, progress,
            search_text, state)
          SELECT 'chimera-' || n, 'shop', 'x', 'u', 5, 'queued', 'x', to_timestamp(n), 0, 'x', '{}'
          FROM generate_series(1, 5000) AS n`,
    );
    await database.db.execute(sql`ANALYZE task_runs`);
    for (const filter of [sql``, sql`status = 'queued' AND`]) {
      const plan = await database.db.execute(
        sql`EXPLAIN SELECT task_id FROM task_runs
            WHERE ${filter} (created_at, task_id) < (to_timestamp(4000), 'x')
            ORDER BY created_at DESC, task_id DESC LIMIT 51`,
      );
      expect(JSON.stringify(plan)).toContain('Backward using task_runs_');
      expect(JSON.stringify(plan)).not.toContain('Sort');
    }
    await database.close();
  });
});

/** A copy of the migrations with one more at the end. */
async function withOneMore(statement: string): Promise<string> {
  const migrations = join(folder, 'migrations');
  await cp(MIGRATIONS, migrations, { recursive: true });
  const file = join(migrations, 'meta', '_journal.json');
  const journal = JSON.parse(await readFile(file, 'utf8')) as { entries: { when: number }[] };
  const when = Math.max(...journal.entries.map((entry) => entry.when)) + 1;
  const entry = { idx: journal.entries.length, version: '7', when, tag: '9999_one_more', breakpoints: true };
  await writeFile(file, JSON.stringify({ ...journal, entries: [...journal.entries, entry] }));
  await writeFile(join(migrations, '9999_one_more.sql'), statement);
  return migrations;
}
