import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';

/** The most characters of a text that a list takes along: a page of 200 features of 64 KiB would be 13 MB. */
const LIST_CHARACTERS = 4_000;

/** The beginning of a text, as much as a list shows of it. */
export function beginningOf(column: PgColumn): SQL<string> {
  return sql<string>`left(${column}, ${sql.raw(String(LIST_CHARACTERS))})`;
}
