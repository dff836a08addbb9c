import { and, desc, eq, sql } from 'drizzle-orm';
import type { ReportPeriod } from '../../domain/report/breaker-trouble.ts';
import type { TaskFailure } from '../../domain/report/failure-groups.ts';
import type { Queries } from '../database.ts';
import { deadLetters, taskRuns } from '../schema.ts';
import { inPeriod } from './in-period.ts';

/** The failures of a period. */
export interface TaskFailures {
  /** The latest, of failed tasks and of parked ones at most a thousand each. */
  readonly failures: readonly TaskFailure[];
  /** Whether there were more. */
  readonly more: boolean;
}

const MOST = 1_000;

/** The tasks that failed in a period, and the times that a task was parked in it, also where it was requeued since. */
export async function taskFailures(db: Queries, period: ReportPeriod): Promise<TaskFailures> {
  const { finished_at, status, state, task_id } = taskRuns;
  const text = (field: string) => sql<string>`coalesce(${state}->'error'->>${field}, '')`;
  const [failed, parked] = await Promise.all([
    db
      .select({ task_id, at: finished_at, phase: text('phase'), type: text('type'), message: text('message') })
      .from(taskRuns)
      .where(and(eq(status, 'failed'), inPeriod(finished_at, period)))
      .orderBy(desc(finished_at))
      .limit(MOST + 1),
    db
      .select({
        task_id: deadLetters.task_id,
        at: deadLetters.failed_at,
        phase: deadLetters.phase,
        type: deadLetters.error_type,
        message: deadLetters.error_message,
      })
      .from(deadLetters)
      .where(inPeriod(deadLetters.failed_at, period))
      .orderBy(desc(deadLetters.failed_at))
      .limit(MOST + 1),
  ]);
  const latest = [...failed.slice(0, MOST), ...parked.slice(0, MOST)];
  return {
    failures: latest.map(({ at, ...failure }) => ({ ...failure, at: at?.getTime() ?? period.from })),
    more: failed.length > MOST || parked.length > MOST,
  };
}
