import { type AnyColumn, and, eq, gte, lt, type SQL } from 'drizzle-orm';
import type { Phase } from '../../domain/phase.ts';
import { storable } from '../storable.ts';

/** How attempts are put together: by the hour or the day in UTC. */
export type HistoryBucket = 'hour' | 'day';

/** Which attempts: those that ended from `from` on and before `to`, both in ms since the epoch. */
export interface HistoryQuery {
  readonly from: number;
  readonly to: number;
  readonly agent?: string;
  readonly phase?: Phase;
  readonly project?: string;
  /** One point for all of them when not given. */
  readonly bucket?: HistoryBucket;
}

/** Attempts that ended in a span of time, but for those that were cut off or put off. Durations in ms, null when there is no attempt. */
export interface HistoryPoint {
  /** When the span begins, in ISO 8601. */
  readonly at: string;
  readonly runs: number;
  readonly failed: number;
  /** The share that came to a verdict other than "failed", 0 to 1. */
  readonly success_rate: number | null;
  readonly mean_ms: number | null;
  readonly median_ms: number | null;
  readonly p95_ms: number | null;
  readonly p99_ms: number | null;
  readonly tokens_used: number;
  readonly cost_usd: number;
  readonly files_changed: number;
}

/** The columns that both attempts and their aggregates have. */
export interface HistoryColumns {
  readonly time: AnyColumn;
  readonly agent: AnyColumn;
  readonly phase: AnyColumn;
  readonly project: AnyColumn;
}

/** The condition that a query puts to a table. */
export function historyCondition(
  { from, to, agent, phase, project }: HistoryQuery,
  columns: HistoryColumns,
): SQL | undefined {
  return and(
    gte(columns.time, new Date(from)),
    lt(columns.time, new Date(to)),
    agent === undefined ? undefined : eq(columns.agent, storable(agent)),
    phase === undefined ? undefined : eq(columns.phase, phase),
    project === undefined ? undefined : eq(columns.project, storable(project)),
  );
}
