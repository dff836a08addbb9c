import { and, sql } from 'drizzle-orm';
import { attemptCounts } from '../attempts-that-count.ts';
import { type Phase, PHASES } from '../../domain/phase.ts';
import type { ReportPeriod } from '../../domain/report/breaker-trouble.ts';
import { DURATION_BOUNDS_MS, type DurationBucket, durationSpread } from '../../domain/report/duration-spread.ts';
import type { Queries } from '../database.ts';
import { phaseRuns } from '../schema.ts';
import { namedPercentiles, type Percentiles, percentilesOf } from './percentiles.ts';
import { inPeriod } from './in-period.ts';

/** The attempts of one phase that ended in a period, but for those that were cut off or put off. */
export interface PhaseFigures {
  readonly phase: Phase;
  readonly attempts: number;
  /** Those that ended in an error, or in the verdict “failed”. */
  readonly failed: number;
  readonly rejected: number;
  readonly duration: Percentiles | null;
  readonly spread: readonly DurationBucket[];
}

const { phase, status, finished_at, duration_ms } = phaseRuns;

/** The attempts of a period, by phase in the phases' order; a phase without any is there with noughts. */
export async function phaseFigures(db: Queries, period: ReportPeriod): Promise<readonly PhaseFigures[]> {
  const bounds = sql.raw(`array[${DURATION_BOUNDS_MS.join(', ')}]::float8[]`);
  const bucket = sql<number>`width_bucket(${duration_ms}::float8, ${bounds})`;
  const [rows, buckets] = await Promise.all([
    db
      .select({
        phase,
        attempts: sql<number>`count(*)::int`,
        failed: sql<number>`(count(*) filter (where ${status} = 'failed'))::int`,
        rejected: sql<number>`(count(*) filter (where ${status} = 'rejected'))::int`,
        percentiles: percentilesOf(duration_ms),
      })
      .from(phaseRuns)
      .where(and(attemptCounts(), inPeriod(finished_at, period)))
      .groupBy(phase),
    db
      .select({ phase, bucket, attempts: sql<number>`count(*)::int` })
      .from(phaseRuns)
      .where(and(attemptCounts(), inPeriod(finished_at, period)))
      .groupBy(phase, bucket),
  ]);
  return PHASES.map((name) => {
    const row = rows.find((one) => one.phase === name);
    const counts = buckets.filter((one) => one.phase === name).map((one) => [one.bucket, one.attempts] as const);
    const { attempts = 0, failed = 0, rejected = 0 } = row ?? {};
    const duration = namedPercentiles(row?.percentiles);
    return { phase: name, attempts, failed, rejected, duration, spread: durationSpread(new Map(counts)) };
  });
}
