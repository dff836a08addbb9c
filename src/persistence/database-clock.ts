import { sql } from 'drizzle-orm';

/** The database's clock, as a time of a table. */
export const DATABASE_TIME = sql`clock_timestamp()::timestamptz(3)`;

/** The database's clock, in ms since the epoch. */
export const DATABASE_NOW = sql<number>`floor(extract(epoch from clock_timestamp()) * 1000)::float8`.mapWith(Number);
