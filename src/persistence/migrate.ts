import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as migratePostgres } from 'drizzle-orm/node-postgres/migrator';
import { migrate as migrateEmbedded } from 'drizzle-orm/pglite/migrator';
import type { PgliteDatabase } from 'drizzle-orm/pglite';
import type { Pool } from 'pg';
import { ADVISORY_LOCKS } from './advisory-locks.ts';

/** The folder of the versioned migrations. */
export const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));

const TABLE = { migrationsSchema: 'public', migrationsTable: 'chimera_migrations' };

/** Applies what is missing to the embedded database, which one process has for itself. */
export async function migrateEmbeddedDatabase(
  db: PgliteDatabase<Record<string, unknown>>,
  migrationsFolder: string,
): Promise<void> {
  await migrateEmbedded(db, { ...TABLE, migrationsFolder });
}

/** Applies what is missing to a PostgreSQL database; of several processes at once one does it, the others wait. */
export async function migratePostgresDatabase(pool: Pool, migrationsFolder: string): Promise<void> {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCKS.migrations]);
    await migratePostgres(drizzle(client), { ...TABLE, migrationsFolder });
    await client.query('SELECT pg_advisory_unlock($1)', [ADVISORY_LOCKS.migrations]);
    broken = false;
  } finally {
    // A client that is not given back whole is closed, and its lock goes with it.
    client.release(broken);
  }
}
