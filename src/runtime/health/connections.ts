import { sql } from 'drizzle-orm';
import type { Queries } from '../../persistence/database.ts';

/** How many of a PostgreSQL server's connections are in use, of how many. */
export async function connectionsOf(db: Queries): Promise<{ readonly used: number; readonly max: number }> {
  const { rows } = (await db.execute(
    sql`select count(*)::int as used, current_setting('max_connections')::int as max from pg_stat_activity
      where backend_type = 'client backend'`,
  )) as { readonly rows: readonly { used: number; max: number }[] };
  return rows[0] ?? { used: 0, max: 0 };
}
