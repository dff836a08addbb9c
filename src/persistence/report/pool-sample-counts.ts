import { sql } from 'drizzle-orm';
import type { ReportPeriod } from '../../domain/report/breaker-trouble.ts';
import type { PoolLimits, SampleCounts } from '../../domain/report/availability.ts';
import type { Queries } from '../database.ts';
import { poolSamples } from '../schema.ts';
import { isoOf } from './in-period.ts';

interface Row {
  readonly samples: number;
  readonly unhealthy: number;
  /** Ms since the epoch. */
  readonly first_at: number | null;
}

/** Counts the samples of a period: of several pools at one moment one, unhealthy when one of them is over a limit. */
export async function poolSampleCounts(
  db: Queries,
  { from, to }: ReportPeriod,
  { queue_depth, utilization: { above, for_ms, samples } }: PoolLimits,
): Promise<SampleCounts> {
  // What was full when the period began has been so for some time.
  const earlier = isoOf(from - for_ms);
  const { rows } = (await db.execute(sql`
    with judged as (
      select at, queue_depth > ${queue_depth}::float8
          or (count(*) over spell >= ${samples}
            and count(*) filter (where utilization_pct <= ${above}::float8) over spell = 0) as unhealthy
      from ${poolSamples}
      where at >= ${earlier}::timestamptz and at < ${isoOf(to)}::timestamptz
      window spell as (partition by pool order by at
        range between ${sql.raw(`interval '${for_ms} milliseconds'`)} preceding and current row)
    ), moments as (
      select at, bool_or(unhealthy) as unhealthy from judged where at >= ${isoOf(from)}::timestamptz group by at
    )
    select count(*)::int as samples, (count(*) filter (where unhealthy))::int as unhealthy,
      (extract(epoch from min(at)) * 1000)::float8 as first_at from moments`)) as { readonly rows: readonly Row[] };
  return rows[0] ?? { samples: 0, unhealthy: 0, first_at: null };
}
