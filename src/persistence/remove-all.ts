import { type SQL, sql } from 'drizzle-orm';
import type { Queries } from './database.ts';

/** Rows of one statement: few enough that nobody waits for their locks. */
export const MOST_AT_ONCE = 1_000;

/**
 * Removes the rows of a table that meet a condition, in small statements, and gives how many went.
 * @throws the signal's reason after the statement during which it was aborted.
 */
export async function removeAll(db: Queries, table: string, condition: SQL, signal?: AbortSignal): Promise<number> {
  const name = sql.identifier(table);
  let removed = 0;
  for (;;) {
    signal?.throwIfAborted();
    const { rows } = (await db.execute(
      sql`delete from ${name} where ctid in (select ctid from ${name} where ${condition} limit ${MOST_AT_ONCE}) returning 1`,
    )) as { readonly rows: readonly unknown[] };
    removed += rows.length;
    if (rows.length < MOST_AT_ONCE) return removed;
  }
}
