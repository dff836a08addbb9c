import { z } from 'zod';
import { time } from './fields.ts';
import { HEARTBEAT_EXAMPLE, heartbeatViewSchema, PROCESS_EXAMPLE } from './heartbeat.ts';

/** A worker at work. */
export const WORKER_EXAMPLE = {
  id: PROCESS_EXAMPLE,
  name: 'worker-2@host',
  host: 'host',
  pid: 4_711,
  started_at: '2026-03-01T12:00:00.000Z',
  heartbeat: HEARTBEAT_EXAMPLE,
} as const;

/** The answer that lists it. */
export const WORKERS_EXAMPLE = { workers: [WORKER_EXAMPLE], heartbeats: 'known', note: null } as const;

/** A worker process and its heartbeats. */
export const workerViewSchema = z
  .object({
    id: z.string().describe('The process: its host, process id and start.'),
    name: z.string().describe('The place that it has; the process that takes it next has the same name.'),
    host: z.string(),
    pid: z.int().min(0),
    started_at: time.describe('By the clock of its host.'),
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
