import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import type { ReportPeriod } from '../../domain/report/breaker-trouble.ts';

/** Whether a time is within a period. */
export function inPeriod(time: AnyColumn, { from, to }: ReportPeriod): SQL {
  return sql`(${time} >= ${isoOf(from)}::timestamptz and ${time} < ${isoOf(to)}::timestamptz)`;
}

/** A time in ms since the epoch as databases read it. */
export function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
