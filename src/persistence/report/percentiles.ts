import { type AnyColumn, type SQL, sql } from 'drizzle-orm';

/** Percentiles of durations, in ms. */
export interface Percentiles {
  readonly p50_ms: number;
  readonly p95_ms: number;
  readonly p99_ms: number;
}

/** The 50th, 95th and 99th percentile of a column of durations; null when there is none. */
export function percentilesOf(column: AnyColumn): SQL<readonly number[] | null> {
  return sql`percentile_cont(array[0.5, 0.95, 0.99]) within group (order by ${column})`;
}

/** Percentiles as the database gives them, by their names; null when there was nothing. */
export function namedPercentiles(values: readonly (number | null)[] | null | undefined): Percentiles | null {
  const [p50_ms = null, p95_ms = null, p99_ms = null] = values ?? [];
  return p50_ms === null || p95_ms === null || p99_ms === null ? null : { p50_ms, p95_ms, p99_ms };
}
