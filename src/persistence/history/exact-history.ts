import { and, type SQL, sql } from 'drizzle-orm';
import { attemptCounts } from '../attempts-that-count.ts';
import type { Queries } from '../database.ts';
import { phaseRuns } from '../schema.ts';
import { historyCondition, type HistoryPoint, type HistoryQuery } from './history-query.ts';

const { finished_at, agent, phase, project, status, duration_ms, tokens_used, cost_usd, files_changed } = phaseRuns;

/** The points of a history from the attempts themselves, oldest first; spans in which none ended are left out. */
export async function exactHistory(db: Queries, query: HistoryQuery): Promise<readonly HistoryPoint[]> {
  const at = startOf(query);
  const rows = await db
    .select({
      at,
      runs: sql<number>`count(*)::int`,
      failed: sql<number>`(count(*) filter (where ${status} = 'failed'))::int`,
      mean_ms: sql<number>`avg(${duration_ms})::float8`,
      percentiles: sql<number[]>`percentile_cont(array[0.5, 0.95, 0.99]) within group (order by ${duration_ms})`,
      tokens_used: sql<number>`coalesce(sum(${tokens_used}), 0)::float8`,
      cost_usd: sql<number>`coalesce(sum(${cost_usd}), 0)::float8`,
      files_changed: sql<number>`coalesce(sum(${files_changed}), 0)::float8`,
    })
    .from(phaseRuns)
    .where(and(attemptCounts(), historyCondition(query, { time: finished_at, agent, phase, project })))
    .groupBy(sql`1`)
    .orderBy(sql`1`);
  return rows.map(({ at, runs, failed, percentiles, ...rest }) => {
    const [median_ms = null, p95_ms = null, p99_ms = null] = percentiles;
    const success_rate = (runs - failed) / runs;
    return { ...rest, at: new Date(at).toISOString(), runs, failed, success_rate, median_ms, p95_ms, p99_ms };
  });
}

/** When the span begins that an attempt belongs to. */
function startOf({ from, bucket }: HistoryQuery): SQL<string> {
  if (bucket === undefined) return sql<string>`${new Date(from).toISOString()}::timestamptz`;
  return sql<string>`date_trunc(${sql.raw(`'${bucket}'`)}, ${finished_at}, 'UTC')`;
}
