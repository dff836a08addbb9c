import { z } from 'zod';
import { PHASES } from '../domain/phase.ts';
import { share, textOnce, time, timeField } from './fields.ts';

const NAME_LIMIT = 200;
const BUCKETS = ['hour', 'day'] as const;

/** The query of a history. */
export const historyQuerySchema = z.strictObject({
  from: timeField
    .exactOptional()
    .describe('Attempts that ended at this time or later; 24 hours before `to` if not given.'),
  to: timeField.exactOptional().describe('Attempts that ended before this time; now if not given.'),
  agent: textOnce(NAME_LIMIT).exactOptional().describe('Such as coder-agent.'),
  phase: z.enum(PHASES, `must be one of ${PHASES.join(', ')}`).exactOptional(),
  project: textOnce(NAME_LIMIT).exactOptional(),
  bucket: z
    .enum(BUCKETS, `must be one of ${BUCKETS.join(', ')}`)
    .exactOptional()
    .describe('Points by hour or day in UTC; without it only the total.'),
});

export type HistoryRequest = z.output<typeof historyQuerySchema>;

const count = z.number().min(0);
const milliseconds = z.number().min(0).nullable();

const POINT_EXAMPLE = {
  at: '2026-03-01T11:00:00.000Z',
  runs: 10,
  failed: 2,
  success_rate: 0.8,
  mean_ms: 15_500,
  median_ms: 15_000,
  p95_ms: 28_000,
  p99_ms: 30_000,
  tokens_used: 120_000,
  cost_usd: 1.4,
  files_changed: 12,
};

/** An example of a history. */
export const HISTORY_EXAMPLE = {
  from: '2026-03-01T11:00:00.000Z',
  to: '2026-03-01T12:00:00.000Z',
  aggregated: false,
  total: POINT_EXAMPLE,
  points: [POINT_EXAMPLE],
};

const pointSchema = z
  .object({
    at: time.describe('When the span begins.'),
    runs: count.describe('Attempts of phases that ended.'),
    failed: count.describe('Those that ended in an error, or in the verdict “failed”.'),
    success_rate: share.nullable().describe('A rejected change is a success of its reviewer.'),
    mean_ms: milliseconds,
    median_ms: milliseconds,
    p95_ms: milliseconds,
    p99_ms: milliseconds,
    tokens_used: count.describe('As far as agents say so.'),
    cost_usd: count.describe('As far as agents say so.'),
    files_changed: count,
  })
  .meta({ id: 'HistoryPoint', title: 'Attempts in a span of time', examples: [POINT_EXAMPLE] });

/** How attempts of phases went; the total is null when none ended. */
export const historySchema = z
  .object({
    from: time,
    to: time,
    aggregated: z
      .boolean()
      .describe('True beyond the time for which attempts are kept: whole hours or days, percentiles within 1 %.'),
    total: pointSchema.nullable(),
    points: z.array(pointSchema).describe('Oldest first, without spans in which no attempt ended.'),
  })
  .meta({ id: 'History', title: 'How attempts went', examples: [HISTORY_EXAMPLE] });

export type HistoryView = z.output<typeof historySchema>;
