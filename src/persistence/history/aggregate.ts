import { type SQL, sql } from 'drizzle-orm';
import { attemptCounts } from '../attempts-that-count.ts';
import { GROWTH } from '../../domain/history/duration-histogram.ts';
import type { Queries } from '../database.ts';
import { excluded } from '../excluded.ts';
import { phaseAggregates, phaseRuns } from '../schema.ts';
import type { HistoryBucket, HistoryQuery } from './history-query.ts';

type Span = Pick<HistoryQuery, 'from' | 'to'>;

const KEY = sql`phase, agent, project`;

/** The attempts that ended in a span, by hour or day, phase, agent and project: the columns of an aggregate in their order. */
function ofAttempts(bucket: HistoryBucket, { from, to }: Span): SQL {
  const { finished_at, status, duration_ms, tokens_used, cost_usd, files_changed } = phaseRuns;
  return sql`with ended as (
      select date_trunc(${sql.raw(`'${bucket}'`)}, ${finished_at}, 'UTC') as at, ${KEY}, ${status}, ${duration_ms},
        ${tokens_used}, ${cost_usd}, ${files_changed},
        ceil(ln(greatest(${duration_ms}, 1)::float8) / ln(${GROWTH}::float8))::int as slot
      from ${phaseRuns} where ${finished_at} >= ${iso(from)}::timestamptz and ${finished_at} < ${iso(to)}::timestamptz
        and ${attemptCounts()}
    ), slots as (
      select at, ${KEY}, jsonb_object_agg(slot, runs) as histogram
      from (select at, ${KEY}, slot, count(*) as runs from ended group by at, ${KEY}, slot) as counted group by at, ${KEY}
    ), sums as (
      select at, ${KEY}, count(*)::int as runs, (count(*) filter (where status = 'failed'))::int as failed,
        coalesce(sum(duration_ms), 0)::bigint as sum_ms, coalesce(sum(tokens_used), 0)::bigint as tokens_used,
        coalesce(sum(cost_usd), 0) as cost_usd, coalesce(sum(files_changed), 0)::bigint as files_changed
      from ended group by at, ${KEY}
    )
    select ${sql.raw(`'${bucket}'`)} as bucket, at, ${KEY}, runs, failed, sum_ms, tokens_used, cost_usd, files_changed,
      histogram from sums join slots using (at, phase, agent, project)`;
}

/** The hours of a span put together to days. */
function ofHours({ from, to }: Span): SQL {
  return sql`with hours as (
      select *, date_trunc('day', at, 'UTC') as day from ${phaseAggregates}
      where bucket = 'hour' and at >= ${iso(from)}::timestamptz and at < ${iso(to)}::timestamptz
    ), slots as (
      select day, ${KEY}, jsonb_object_agg(slot, runs) as histogram
      from (select day, ${KEY}, key as slot, sum(value::int) as runs from hours, jsonb_each_text(hours.histogram)
        group by day, ${KEY}, key) as counted group by day, ${KEY}
    ), sums as (
      select day, ${KEY}, sum(runs)::int as runs, sum(failed)::int as failed, sum(sum_ms)::bigint as sum_ms,
        sum(tokens_used)::bigint as tokens_used, sum(cost_usd) as cost_usd, sum(files_changed)::bigint as files_changed
      from hours group by day, ${KEY}
    )
    select 'day' as bucket, day as at, ${KEY}, runs, failed, sum_ms, tokens_used, cost_usd, files_changed, histogram
    from sums join slots using (day, phase, agent, project)`;
}

const CHANGES = excluded('runs', 'failed', 'sum_ms', 'tokens_used', 'cost_usd', 'files_changed', 'histogram');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Records that came late are counted when their hour is put together anew: the last so many hours are. */
const LATE_HOURS = 3;

/**
 * Puts the attempts of all hours that are over together, and those of the days so far; what is there already, but for the
 * last three hours, stays as it is. A day at a time: what is done by then stays done when it is cut off, and nobody waits
 * for long. Safe to repeat, and beside another process that does the same.
 * @throws the signal's reason after the day during which it was aborted.
 */
export async function aggregate(db: Queries, now: number, signal?: AbortSignal): Promise<void> {
  const last = await edge(db, sql`select max(at) as at from ${phaseAggregates} where bucket = 'hour'`);
  const first = last ?? (await edge(db, sql`select min(finished_at) as at from ${phaseRuns}`));
  if (first === undefined) return;
  const begin = Math.floor(first / HOUR_MS) * HOUR_MS - (last === undefined ? 0 : LATE_HOURS * HOUR_MS);
  const end = Math.floor(now / HOUR_MS) * HOUR_MS;
  for (let from = begin; from < end; from = dayOf(from) + DAY_MS) {
    signal?.throwIfAborted();
    const to = Math.min(end, dayOf(from) + DAY_MS);
    await db.execute(upsert(ofAttempts('hour', { from, to })));
    await db.execute(upsert(ofHours({ from: dayOf(from), to })));
  }
}

const dayOf = (at: number): number => Math.floor(at / DAY_MS) * DAY_MS;

/** In the order of the key, so that two processes that write the same rows do not block each other. */
function upsert(rows: SQL): SQL {
  const set = Object.entries(CHANGES).map(([column, value]) => sql`${sql.identifier(column)} = ${value}`);
  return sql`insert into ${phaseAggregates} (bucket, at, ${KEY}, runs, failed, sum_ms, tokens_used, cost_usd,
    files_changed, histogram) ${rows} order by at, ${KEY}
    on conflict (bucket, at, ${KEY}) do update set ${sql.join(set, sql`, `)}`;
}

async function edge(db: Queries, query: SQL): Promise<number | undefined> {
  const [row] = await rowsOf<{ at: Date | string | null }>(db, query);
  const at = row?.at ?? undefined;
  return at === undefined ? undefined : new Date(at).getTime();
}

/** What a driver answers to a statement of one's own. */
async function rowsOf<Row>(db: Queries, query: SQL): Promise<readonly Row[]> {
  const { rows } = (await db.execute(query)) as { readonly rows: readonly Row[] };
  return rows;
}

const iso = (ms: number): string => new Date(ms).toISOString();
