import { type SQL, sql } from 'drizzle-orm';

/** The values that an insert would have given these columns, for the update that takes its place. */
export function excluded<Column extends string>(...columns: readonly Column[]): Record<Column, SQL> {
  return Object.fromEntries(columns.map((column) => [column, sql`excluded.${sql.identifier(column)}`])) as Record<
    Column,
    SQL
  >;
}
