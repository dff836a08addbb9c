import { z } from 'zod';
import { PHASES } from '../../domain/phase.ts';
import { MODES } from '../../domain/pool/state.ts';

const freshness = {
  as_of: z.string().optional(),
  stale: z.boolean().default(false),
};

const intake = z.enum(['open', 'paused', 'draining']);

const settingsSchema = z.looseObject({
  size: z.number(),
  min: z.number(),
  max: z.number(),
  policy: z.enum(['autoscaled', 'fixed']),
  queue_cap: z.number(),
  wait_bound_seconds: z.number(),
});

const leaseSchema = z.looseObject({
  task_id: z.string(),
  token: z.number(),
  priority: z.number(),
  project: z.string(),
  age_ms: z.number(),
  waited_ms: z.number(),
});

const waitingTaskSchema = z.looseObject({
  task_id: z.string(),
  position: z.number(),
  priority: z.number(),
  project: z.string(),
  score: z.number(),
  waited_ms: z.number(),
  overdue: z.boolean(),
  estimated_start: z.string().nullable(),
  reason: z.string(),
});

const pressureSchema = z.looseObject({
  worker_id: z.string(),
  memory_pct: z.number(),
  cpu_pct: z.number(),
  at: z.string(),
});

/** A pool as the API shows it; fields the CLI does not know are kept for `--json`. */
export const poolViewSchema = z.looseObject({
  name: z.string(),
  pool_size: z.number(),
  active: z.number(),
  queued: z.number(),
  dead_letters: z.number().default(0),
  mode: z.enum(MODES),
  mode_since: z.string(),
  priority_threshold: z.number(),
  intake,
  settings: settingsSchema,
  leases: z.array(leaseSchema),
  queue: z.array(waitingTaskSchema),
  pressure: z.array(pressureSchema),
  ...freshness,
});

/** What the API answers to a change of a pool. */
export const poolAnswerSchema = z.looseObject({
  name: z.string(),
  intake,
  pool_size: z.number(),
  active: z.number(),
  queued: z.number(),
  settings: settingsSchema,
});

/** A pool's last decisions, newest first. */
export const decisionsSchema = z.looseObject({
  decisions: z.array(
    z.looseObject({
      at: z.string(),
      action: z.string(),
      from_size: z.number(),
      to_size: z.number(),
      reason: z.string(),
    }),
  ),
  ...freshness,
});

const trend = z.enum(['increasing', 'stable', 'decreasing']);
const figure = z.number().nullable();

/** A pool in figures, as the API shows it. */
export const poolMetricsSchema = z.looseObject({
  pool: z.string(),
  pool_size: z.number(),
  active_workflows: z.number(),
  available_slots: z.number(),
  total_workflows_processed: z.number(),
  pool_utilization_pct: z.number(),
  peak_utilization_pct: z.number(),
  queue_depth: z.number(),
  queue_depth_trend: trend,
  avg_slot_wait_time_ms: figure,
  avg_queue_time_ms: figure,
  avg_workflow_duration_ms: figure,
  p50_workflow_duration_ms: figure,
  p95_workflow_duration_ms: figure,
  p99_workflow_duration_ms: figure,
  success_rate: figure,
  failure_rate_by_phase: z.record(z.enum(PHASES), z.number()),
  retry_success_rate: figure,
  failure_trend: trend,
  throughput_trend: trend,
  latency_trend: trend,
  throughput_per_hour: figure,
  window_size: z.number(),
  ...freshness,
});

export type PoolView = z.output<typeof poolViewSchema>;
export type PoolAnswer = z.output<typeof poolAnswerSchema>;
export type Decisions = z.output<typeof decisionsSchema>;
export type PoolMetrics = z.output<typeof poolMetricsSchema>;
