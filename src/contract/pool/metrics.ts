import { z } from 'zod';
import { PHASES } from '../../domain/phase.ts';
import { METRICS_EXAMPLE } from './example.ts';
import { freshness } from './pool.ts';
import { count, share } from '../fields.ts';

const percent = z.number().min(0).max(100).describe('Percent.');
const milliseconds = z.number().min(0).describe('Milliseconds.');
const trend = z.enum(['increasing', 'stable', 'decreasing']).meta({ id: 'Trend' });

/** A pool in figures, over the last 100 tasks where not said otherwise; null where there is nothing to reckon with. */
export const poolMetricsSchema = z
  .object({
    pool: z.string(),
    pool_size: count,
    active_workflows: count,
    available_slots: count,
    total_workflows_processed: count.describe(
      'Since the pool first began; each once, a parked one until it is requeued.',
    ),
    pool_utilization_pct: percent,
    peak_utilization_pct: percent.describe('Percent, since the pool first began.'),
    queue_depth: count,
    queue_depth_trend: trend,
    avg_slot_wait_time_ms: milliseconds.nullable().describe('How long the tasks that wait now have waited.'),
    avg_queue_time_ms: milliseconds.nullable().describe('From request to lease, over the last 100 leases.'),
    avg_workflow_duration_ms: milliseconds.nullable(),
    p50_workflow_duration_ms: milliseconds.nullable(),
    p95_workflow_duration_ms: milliseconds.nullable(),
    p99_workflow_duration_ms: milliseconds.nullable(),
    success_rate: share.nullable().describe('Completed among those that ended, but for the cancelled.'),
    failure_rate_by_phase: z.record(z.enum(PHASES), share).describe('Share of the tasks that failed in each phase.'),
    retry_success_rate: share
      .nullable()
      .describe('Of the phases that needed more than one attempt, those that passed.'),
    failure_trend: trend,
    throughput_trend: trend,
    latency_trend: trend,
    throughput_per_hour: z.number().min(0).nullable(),
    window_size: count.describe('Tasks that the figures are taken from.'),
    ...freshness,
  })
  .meta({ id: 'PoolMetrics', title: 'Pool in figures', examples: [METRICS_EXAMPLE] });

export type PoolMetricsView = z.output<typeof poolMetricsSchema>;
