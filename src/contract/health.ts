import { z } from 'zod';
import { HEALTH_STATUSES } from '../domain/health/assess.ts';
import { CHECK_STATUSES } from '../domain/health/check.ts';
import { OWN_ACTION_EXAMPLE, ownActionSchema } from './own-action.ts';
import { count, time } from './fields.ts';

/** The API's health at one moment. */
export const healthSchema = z
  .object({
    status: z.enum(['healthy', 'degraded']).describe('Degraded while Temporal or the store does not answer.'),
    uptime: z.number().min(0).describe('Seconds since the API started.'),
    tasks_queued: count.nullable(),
    tasks_running: count.nullable(),
    tasks_completed: count.nullable(),
    tasks_failed: count.nullable(),
    temporal: z.enum(['up', 'down']),
    store: z
      .enum(['up', 'down'])
      .describe('While it is down, the counts are null, and circuit breakers let every call through.'),
  })
  .meta({ id: 'Health', title: 'Health' });

export type Health = z.output<typeof healthSchema>;

/** An example of a report. */
export const HEALTH_REPORT_EXAMPLE = {
  status: 'degraded' as const,
  as_of: '2026-03-01T12:00:00.000Z',
  checks: [
    {
      name: 'utilization:default',
      status: 'warn' as const,
      message: 'The utilisation of pool "default" is 100 %: more than 80 % for 12 minutes',
      current_value: 100,
      threshold: 80,
      threshold_exceeded: true,
    },
  ],
  recommendations: ['raise max_concurrent from 5 to 8'],
  remediation: [OWN_ACTION_EXAMPLE],
};

const checkSchema = z
  .object({
    name: z.string().describe('Unique, with the pool or agent after a colon where there may be several.'),
    status: z.enum(CHECK_STATUSES).describe('What is not known, or stale, is “unknown” and never “pass”.'),
    message: z.string(),
    current_value: z.number().nullable(),
    threshold: z.number().nullable().describe('In the unit of the value; null for what is up or down.'),
    threshold_exceeded: z.boolean(),
  })
  .meta({ id: 'HealthCheck', title: 'One check of health' });

/** How the system is by all checks. */
export const healthReportSchema = z
  .object({
    status: z.enum(HEALTH_STATUSES).describe('That of the worst check.'),
    as_of: time.nullable().describe('When the last sample was taken.'),
    checks: z.array(checkSchema),
    recommendations: z.array(z.string()).describe('What to change, with the setting and the numbers.'),
    remediation: z
      .array(ownActionSchema)
      .describe('What was done about critical conditions: in force, or over within the last hour; newest first.'),
  })
  .meta({ id: 'HealthReport', title: 'Health by checks', examples: [HEALTH_REPORT_EXAMPLE] });

export type HealthReport = z.output<typeof healthReportSchema>;
