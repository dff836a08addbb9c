import { z } from 'zod';
import { POOL_ACTIONS } from '../../domain/pool/action.ts';
import { INTAKES, MODES, type PoolDecision } from '../../domain/pool/state.ts';
import { DECISIONS_EXAMPLE, DEMAND_EXAMPLE, POOL_EXAMPLE, POOL_SUMMARY_EXAMPLE } from './example.ts';
import { count, time } from '../fields.ts';

const milliseconds = z.number().min(0).describe('Milliseconds.');
const percent = z.number().min(0).describe('Percent of what the worker may use.');
const priority = z.int().min(1).max(10);
const mode = z.enum(MODES).meta({ id: 'PoolMode' });
const intake = z
  .enum(INTAKES)
  .meta({ id: 'Intake', description: 'Paused takes tasks in and starts none; draining takes none in either.' });

/** How fresh an answer about a pool is. */
export const freshness = {
  as_of: time.describe('When the pool was asked.'),
  stale: z.boolean().describe('True when the pool is silent now, so that this is its last answer.'),
};

const settingsSchema = z
  .object({
    size: count,
    min: count,
    max: count,
    policy: z.enum(['autoscaled', 'fixed']),
    queue_cap: count,
    wait_bound_seconds: count,
  })
  .meta({ id: 'PoolSettings' });

const leaseSchema = z
  .object({
    task_id: z.string(),
    token: z.int().min(1).describe('Grows with every lease of the pool.'),
    priority,
    project: z.string(),
    granted_at: time,
    age_ms: milliseconds,
    waited_ms: milliseconds,
  })
  .meta({ id: 'Lease' });

const waitingTaskSchema = z
  .object({
    task_id: z.string(),
    position: z.int().min(1).describe('1 starts next.'),
    priority,
    project: z.string(),
    score: z.number(),
    queued_at: time,
    waited_ms: milliseconds,
    overdue: z.boolean().describe('It waited so long that it goes before every score.'),
    estimated_start: time.nullable().describe('By what tasks took lately; null while nothing is known.'),
    reason: z.string().describe('Why it has not started yet.'),
  })
  .meta({ id: 'WaitingTask' });

const totalsSchema = z
  .object({
    enqueued: count,
    granted: count,
    completed: count,
    failed: count,
    dead_lettered: count.describe('Each time that a task was parked.'),
    requeued: count.describe('Parked tasks that came back.'),
    cancelled: count,
    refused: count.describe('Turned away because the queue was full or intake closed; each asks again.'),
    lost: count.describe('Found closed without a word.'),
  })
  .meta({ id: 'PoolTotals' });

const pressureSchema = z
  .object({ worker_id: z.string(), memory_pct: percent, cpu_pct: percent, at: time })
  .meta({ id: 'PoolPressure' });

const figures = {
  pool_size: count.describe('Leases allowed at once now, after what the mode takes away.'),
  active: count.describe('Leases that are held.'),
  queued: count.describe('Tasks that wait.'),
};

/** A pool with its leases and its queue, in the order of starting. */
export const poolViewSchema = z
  .object({
    name: z.string(),
    ...figures,
    dead_letters: count.describe('Tasks that wait in the dead letter queue for a decision.'),
    available: count,
    mode,
    mode_since: time,
    priority_threshold: priority.describe('The least priority that may start now.'),
    intake,
    demand: count.describe('Leases that the pool could use now; 0 while it is idle.'),
    settings: settingsSchema,
    leases: z.array(leaseSchema).readonly(),
    queue: z.array(waitingTaskSchema).readonly(),
    totals: totalsSchema,
    pressure: z.array(pressureSchema).readonly(),
    ...freshness,
  })
  .meta({ id: 'Pool', title: 'Pool', examples: [POOL_EXAMPLE] });

/** What a pool is after a command. */
export const poolSummarySchema = z
  .object({ name: z.string(), ...figures, mode, intake, settings: settingsSchema })
  .meta({ id: 'PoolSummary', title: 'Pool after a command', examples: [POOL_SUMMARY_EXAMPLE] });

/** What a pool decided about its size, mode and intake, newest first. */
export const decisionsSchema = z
  .object({
    pool: z.string(),
    decisions: z.array(
      z
        .object({
          at: time,
          action: z.enum([
            ...['scale_up', 'scale_down', 'mode', 'configure', 'pause', 'resume', 'drain', 'rebuild'],
            ...[...POOL_ACTIONS, 'revert'],
          ] as readonly PoolDecision['action'][]),
          from_size: count,
          to_size: count,
          reason: z.string(),
        })
        .meta({ id: 'PoolDecision' }),
    ),
    ...freshness,
  })
  .meta({ id: 'PoolDecisions', title: 'Decisions of a pool', examples: [DECISIONS_EXAMPLE] });

/** What a scaler of worker processes needs to know. */
export const demandSchema = z
  .object({
    pool: z.string(),
    demand: count.describe('Leases that the pool could use now, work under way included; 0 while it is idle.'),
    ...figures,
    ...freshness,
  })
  .meta({ id: 'PoolDemand', title: 'Demand of a pool', examples: [DEMAND_EXAMPLE] });

export type LeaseView = z.output<typeof leaseSchema>;
export type WaitingTaskView = z.output<typeof waitingTaskSchema>;
export type PoolView = z.output<typeof poolViewSchema>;
export type PoolSummaryView = z.output<typeof poolSummarySchema>;
export type PoolDecisions = z.output<typeof decisionsSchema>;
export type PoolDemand = z.output<typeof demandSchema>;
