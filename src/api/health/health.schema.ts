import { z } from 'zod';

const count = z.int().min(0);

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
