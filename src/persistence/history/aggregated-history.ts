import { and, eq } from 'drizzle-orm';
import { addHistograms, percentileOf } from '../../domain/history/duration-histogram.ts';
import type { Queries } from '../database.ts';
import { phaseAggregates } from '../schema.ts';
import { historyCondition, type HistoryPoint, type HistoryQuery } from './history-query.ts';

type Aggregate = typeof phaseAggregates.$inferSelect;

/**
 * The points of a history from what was put together of the attempts, oldest first: by the hour if it wants hours, else by
 * the day. Percentiles are off by 1 % at most.
 */
export async function aggregatedHistory(db: Queries, query: HistoryQuery): Promise<readonly HistoryPoint[]> {
  const { at, agent, phase, project, bucket } = phaseAggregates;
  const aggregates = await db
    .select()
    .from(phaseAggregates)
    .where(and(eq(bucket, query.bucket ?? 'day'), historyCondition(query, { time: at, agent, phase, project })));
  const begin = new Date(query.from).toISOString();
  const spans = Map.groupBy(aggregates, ({ at }) => (query.bucket === undefined ? begin : at.toISOString()));
  return [...spans].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([at, parts]) => pointOf(at, parts));
}

function pointOf(at: string, parts: readonly Aggregate[]): HistoryPoint {
  const sum = (read: (part: Aggregate) => number): number => parts.reduce((total, part) => total + read(part), 0);
  const histogram = addHistograms(parts.map((part) => part.histogram));
  const [runs, failed] = [sum((part) => part.runs), sum((part) => part.failed)];
  return {
    at,
    runs,
    failed,
    success_rate: (runs - failed) / runs,
    mean_ms: sum((part) => part.sum_ms) / runs,
    median_ms: percentileOf(histogram, 0.5),
    p95_ms: percentileOf(histogram, 0.95),
    p99_ms: percentileOf(histogram, 0.99),
    tokens_used: sum((part) => part.tokens_used),
    cost_usd: sum((part) => part.cost_usd),
    files_changed: sum((part) => part.files_changed),
  };
}
