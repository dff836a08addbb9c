import { and, eq, sql } from 'drizzle-orm';
import type { ReportPeriod } from '../../domain/report/breaker-trouble.ts';
import { TASK_STATUSES, type TaskStatus } from '../../domain/task.ts';
import type { Queries } from '../database.ts';
import { taskRuns } from '../schema.ts';
import { namedPercentiles, type Percentiles, percentilesOf } from './percentiles.ts';
import { inPeriod } from './in-period.ts';

/** The tasks of a period; durations in ms, from the start of work to the end. */
export interface TaskFigures {
  /** Handed in within the period. */
  readonly accepted: number;
  /** Of those that came to rest within the period and rest still: how many are in each status. */
  readonly ended: Readonly<Record<TaskStatus, number>>;
  /** How many are in each status now, whenever they came to it. */
  readonly now: Readonly<Record<TaskStatus, number>>;
  /** Of the completed ones; null without any. */
  readonly duration: Percentiles | null;
}

const { status, created_at, finished_at, duration_ms } = taskRuns;

/** The tasks of a period. */
export async function taskFigures(db: Queries, period: ReportPeriod): Promise<TaskFigures> {
  const [rows, [durations]] = await Promise.all([
    db
      .select({
        status,
        accepted: sql<number>`(count(*) filter (where ${inPeriod(created_at, period)}))::int`,
        ended: sql<number>`(count(*) filter (where ${inPeriod(finished_at, period)}))::int`,
        now: sql<number>`count(*)::int`,
      })
      .from(taskRuns)
      .groupBy(status),
    db
      .select({ percentiles: percentilesOf(duration_ms) })
      .from(taskRuns)
      .where(and(eq(status, 'completed'), inPeriod(finished_at, period))),
  ]);
  const byStatus = (read: (row: (typeof rows)[number]) => number) => {
    const counts = new Map(rows.map((row) => [row.status, read(row)]));
    return Object.fromEntries(TASK_STATUSES.map((one) => [one, counts.get(one) ?? 0])) as Record<TaskStatus, number>;
  };
  return {
    accepted: rows.reduce((sum, { accepted }) => sum + accepted, 0),
    ended: byStatus(({ ended }) => ended),
    now: byStatus(({ now }) => now),
    duration: namedPercentiles(durations?.percentiles),
  };
}
