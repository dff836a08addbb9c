import { z } from 'zod';
import { HEARTBEAT_STATES } from '../../domain/heartbeat/state.ts';

const state = z.enum([...HEARTBEAT_STATES, 'UNKNOWN']);

/** How a worker or an agent stands by its heartbeats; fields the CLI does not know are kept for `--json`. */
export const heartbeatSchema = z.looseObject({
  state,
  age_ms: z.number().nullable(),
  uptime: z.number().nullable(),
  doing: z.string().nullable(),
  transitions: z.array(z.looseObject({ to: state, reason: z.string(), at: z.string() })),
});

/** One worker. */
export const workerSchema = z.looseObject({ id: z.string(), name: z.string(), heartbeat: heartbeatSchema });

/** All workers as the API shows them. */
export const workersSchema = z.looseObject({
  workers: z.array(workerSchema),
  note: z.string().nullable(),
});

export type HeartbeatView = z.output<typeof heartbeatSchema>;
export type WorkerView = z.output<typeof workerSchema>;
export type Workers = z.output<typeof workersSchema>;
