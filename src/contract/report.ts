import { z } from 'zod';
import { count, limitField, share, time } from './fields.ts';
import { BREAKER_STATES } from '../domain/circuit-breaker.ts';
import { HEALTH_STATUSES } from '../domain/health/assess.ts';
import { CHECK_STATUSES } from '../domain/health/check.ts';
import { HEARTBEAT_STATES } from '../domain/heartbeat/state.ts';
import { PHASES } from '../domain/phase.ts';
import { SCORE_WEIGHTS, type ScorePartName } from '../domain/report/health-score.ts';
import { REPORT_EXAMPLE } from './report-example.ts';

const FORMATS = ['json', 'markdown'] as const;

/** The query of a report. */
export const reportQuerySchema = z.strictObject({
  format: z
    .enum(FORMATS, `must be one of ${FORMATS.join(', ')}`)
    .exactOptional()
    .describe('Without it the header Accept decides: text/markdown gives Markdown, anything else JSON.'),
  hours: limitField({ usual: 24, most: 720 }).describe('How far the report looks back.'),
});

export type ReportRequest = z.output<typeof reportQuerySchema>;

const amount = z.number().min(0);
const points = z.number().min(0).max(100);

const durationSchema = z.object({ p50_ms: amount, p95_ms: amount, p99_ms: amount }).nullable();

const scoreSchema = z.object({
  value: points.nullable().describe('0 to 100: what is known to be well earns it. Null when nothing is known.'),
  at_most: points.nullable().describe('What it would be if all that is unknown were well.'),
  parts: z.array(
    z.object({
      part: z.enum(Object.keys(SCORE_WEIGHTS) as [ScorePartName, ...ScorePartName[]]),
      weight: points,
      points,
      at_most: points,
    }),
  ),
});

const tasksSchema = z.object({
  accepted: count.describe('Handed in within the period.'),
  ended: z
    .object({ completed: count, failed: count, dead_lettered: count, discarded: count, cancelled: count })
    .describe('Came to rest within the period, and rest still.'),
  success_rate: share.nullable().describe('Of the ended ones, the cancelled not counted, the share that completed.'),
  now: z.object({ queued: count, running: count, dead_lettered: count }).describe('Open now, whatever the period.'),
  duration: durationSchema.describe('Of those that completed, from the start of work.'),
});

const phaseSchema = z.object({
  phase: z.enum(PHASES),
  attempts: count.describe('Those that ended within the period.'),
  failed: count.describe('Those that ended in an error, or in the verdict “failed”.'),
  rejected: count,
  success_rate: share.nullable(),
  duration: durationSchema,
  spread: z
    .array(z.object({ under_ms: count.nullable(), runs: count, share }))
    .describe('Attempts by how long they took; each bucket begins where the one before it ends.'),
});

const state = z.enum([...HEARTBEAT_STATES, 'UNKNOWN']).describe('By its heartbeats.');
const uptime = share.nullable().describe('Share of the time since it was first seen for which it was not FAILED.');

const agentSchema = z.object({
  name: z.string(),
  state: state.nullable().describe('By its heartbeats; null: it is not declared any more.'),
  uptime,
  breaker: z.enum(BREAKER_STATES).nullable().describe('Null: not known.'),
  closed_share: share.nullable().describe('Share of the period for which its breaker was closed; null: not known.'),
  calls: count,
  answered: count,
  failed: count,
  success_rate: share.nullable().describe('Answered calls among those that were answered or failed.'),
  problems: z.array(z.string()).describe('Empty for an agent that is well.'),
});

const workerSchema = z.object({
  name: z.string(),
  state,
  since: time.nullable(),
  last_beat_at: time.nullable(),
  uptime,
  reason: z.string().nullable().describe('Why its state changed last.'),
});

const usage = { calls: count, tokens_used: amount, cost_usd: amount };
const parts = z.array(z.object({ name: z.string(), ...usage, share }));

const spendingSchema = z.object({
  total: z.object(usage),
  per_completed_task: z
    .object({ tokens_used: amount, cost_usd: amount })
    .nullable()
    .describe('All of the period over the tasks that completed in it.'),
  by_project: parts,
  by_agent: parts,
  by_phase: parts,
  by_model: parts,
});

const failuresSchema = z.object({
  groups: z.array(
    z.object({
      group: z.string(),
      type: z.string(),
      pattern: z.string(),
      count,
      phases: z.array(z.string()),
      latest: time,
      example: z.string().describe('The task that failed last.'),
    }),
  ),
  more: z.boolean().describe('There were more failures than are looked at: the latest 1 000 of each kind.'),
});

const alertSchema = z.object({
  name: z.string(),
  began_at: time.nullable().describe('Null: before the period, or not known.'),
  ended_at: time.nullable().describe('Null while it lasts.'),
  message: z.string(),
});

/** How the system is and was, over a period. */
export const reportSchema = z
  .object({
    generated_at: time,
    from: time,
    to: time,
    hours: count,
    status: z.enum(HEALTH_STATUSES).describe('That of the worst check now.'),
    as_of: time.nullable().describe('When the last sample of health was taken.'),
    score: scoreSchema,
    checks: z.array(z.object({ name: z.string(), status: z.enum(CHECK_STATUSES), message: z.string() })),
    recommendations: z.array(z.string()),
    tasks: tasksSchema.nullable(),
    phases: z.array(phaseSchema).nullable(),
    agents: z.array(agentSchema).nullable(),
    workers: z.array(workerSchema).nullable(),
    uptime: z.object({
      api_started_at: time,
      api_seconds: amount,
      workers: count.nullable().describe('Heard of now.'),
      availability: z.object({
        share: share.nullable().describe('Of the samples of pools those over no critical limit; null without any.'),
        observed: share.nullable().describe('Of the time since the first sample that of which there is one.'),
      }),
    }),
    spending: spendingSchema.nullable(),
    failures: failuresSchema.nullable(),
    alerts: z
      .array(alertSchema)
      .describe('What lasts first: checks that do not pass, for the last hour, and breakers that were not closed.'),
    unknown: z
      .array(z.object({ section: z.string(), reason: z.string() }))
      .describe('What the report could not find out; such a section is null.'),
  })
  .meta({ id: 'SystemReport', title: 'Report on the health of the system', examples: [REPORT_EXAMPLE] });

export type SystemReport = z.output<typeof reportSchema>;
