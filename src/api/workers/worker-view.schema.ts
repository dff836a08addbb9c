import { z } from 'zod';
import { WORKER_EXAMPLE, WORKERS_EXAMPLE } from '../heartbeats/heartbeat-examples.ts';
import { heartbeatViewSchema } from '../heartbeats/heartbeat-view.schema.ts';

/** A worker process and its heartbeats. */
export const workerViewSchema = z
  .object({
    id: z.string().describe('The process: its host, process id and start.'),
    name: z.string().describe('The place that it has; the process that takes it next has the same name.'),
    host: z.string(),
    pid: z.int().min(0),
    started_at: z.iso.datetime().describe('By the clock of its host.'),
    heartbeat: heartbeatViewSchema,
  })
  .meta({ id: 'Worker', title: 'Worker', examples: [WORKER_EXAMPLE] });

/** All workers. */
export const workersSchema = z
  .object({
    workers: z.array(workerViewSchema),
    heartbeats: z.enum(['known', 'unknown']),
    note: z.string().nullable().describe('What it means that they are unknown.'),
  })
  .meta({ id: 'Workers', title: 'Workers', examples: [WORKERS_EXAMPLE] });

export type WorkerView = z.output<typeof workerViewSchema>;
export type Workers = z.output<typeof workersSchema>;
