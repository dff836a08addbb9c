import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as migratePostgres } from 'drizzle-orm/node-postgres/migrator';
import { migrate as migrateEmbedded } from 'drizzle-orm/pglite/migrator';
import type { PgliteDatabase } from 'drizzle-orm/pglite';
import pg from 'pg';
import { ADVISORY_LOCKS } from './advisory-locks.ts';
import { closeInTime, connectionsTo } from './postgres-connections.ts';

/** The folder of the versioned migrations. */
export const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));

const TABLE = { migrationsSchema: 'public', migrationsTable: 'chimera_migrations' };

/** How long another process's migrations are waited for, and between two looks whether they are done; in ms. */
const PATIENCE_MS = 10 * 60_000;
const LOOK_INTERVAL_MS = 250;

/** How migrations of a database that others may migrate too are waited for. */
export interface MigrationWait {
  /** Ends the waiting, and the migrating: what was begun is undone by the database. */
  readonly signal?: AbortSignal | undefined;
  /** Told when another process is at it. */
  readonly onWait?: (() => void) | undefined;
}

/** Applies what is missing to the embedded database, which one process has for itself. */
export async function migrateEmbeddedDatabase(
  db: PgliteDatabase<Record<string, unknown>>,
  migrationsFolder: string,
): Promise<void> {
  await migrateEmbedded(db, { ...TABLE, migrationsFolder });
}

/**
 * Applies what is missing to a PostgreSQL database; of several processes at once one does it, the others wait. On a
 * connection of its own, without the limits of others: an index on a large table takes its time.
 * @throws the signal's reason once it is aborted.
 */
export async function migratePostgresDatabase(
  url: string,
  migrationsFolder: string,
  { signal, onWait }: MigrationWait = {},
): Promise<void> {
  signal?.throwIfAborted();
  const connections = connectionsTo(url, { name: 'chimera-migrations' });
  const client = new pg.Client(connections.config);
  // Without a listener a connection that breaks would end the process; what is asked on it rejects.
  client.on('error', () => undefined);
  signal?.addEventListener('abort', connections.breakOff, { once: true });
  try {
    await client.connect();
    await lock(client, signal, onWait);
    await migratePostgres(drizzle(client), { ...TABLE, migrationsFolder });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', connections.breakOff);
    // The lock goes with the connection.
    await closeInTime(connections, () => client.end());
  }
}

async function lock(client: pg.Client, signal: AbortSignal | undefined, onWait: (() => void) | undefined) {
  const deadline = performance.now() + PATIENCE_MS;
  for (let waits = false; ; waits = true) {
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [
      ADVISORY_LOCKS.migrations,
    ]);
    if (rows[0]?.held === true) return;
    if (performance.now() > deadline) {
      throw new Error(
        `Another process has been at the migrations of this database for ${PATIENCE_MS / 60_000} minutes.`,
      );
    }
    if (!waits) onWait?.();
    await delay(LOOK_INTERVAL_MS, undefined, signal === undefined ? {} : { signal });
  }
}
