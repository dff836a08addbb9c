import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzleEmbedded } from 'drizzle-orm/pglite';
import { closeToOthers } from '../host/close-to-others.ts';
import { lockDirectory } from './directory-lock.ts';
import { type EmbeddedClient, openEmbeddedClient } from './embedded/embedded-client.ts';
import { migrateEmbeddedDatabase, migratePostgresDatabase, MIGRATIONS, type MigrationWait } from './migrate.ts';
import { openPool } from './postgres-pool.ts';
import * as schema from './schema.ts';

/** What stores run their queries on: the same on both databases. */
export type Queries = PgDatabase<PgQueryResultHKT, typeof schema>;

/** An open database, its migrations applied. */
export interface Database {
  readonly kind: 'postgres' | 'embedded';
  readonly db: Queries;
  close(): Promise<void>;
}

/** Which database: PostgreSQL at `url`; else the embedded one in `directory`; else one in memory. */
export interface DatabaseOptions extends MigrationWait {
  readonly url?: string;
  readonly directory?: string;
  /** Told of a pooled connection that broke while idle; the pool replaces it. */
  readonly onConnectionLost?: (error: Error) => void;
  /** Another folder of migrations than Chimera's own. */
  readonly migrations?: string;
}

/**
 * Opens a database and brings its tables up to date.
 * @throws {DirectoryInUseError} when another process has the embedded database open.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, directory, migrations = MIGRATIONS, onConnectionLost } = options;
  if (url === undefined) return openEmbedded(directory, migrations);
  await migratePostgresDatabase(url, migrations, options);
  const { pool, close } = openPool(url, onConnectionLost);
  return { kind: 'postgres', db: drizzlePostgres(pool, { schema }), close };
}

async function openEmbedded(directory: string | undefined, migrations: string): Promise<Database> {
  let unlock = () => Promise.resolve();
  if (directory !== undefined) {
    await mkdir(dirname(directory), { recursive: true });
    unlock = await lockDirectory(directory);
  }
  let client: EmbeddedClient | undefined;
  const close = async () => {
    await client?.close();
    await unlock();
  };
  try {
    client = await openEmbeddedClient(directory === undefined ? {} : { directory });
    // Drizzle asks no more of it than statements and transactions.
    const db = drizzleEmbedded(client as unknown as PGlite, { schema });
    await migrateEmbeddedDatabase(db, migrations);
    // It makes its first files open to all, whatever the umask says.
    if (directory !== undefined) await closeToOthers(directory);
    return { kind: 'embedded', db, close };
  } catch (error) {
    await close();
    throw error;
  }
}
