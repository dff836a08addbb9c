import { z } from 'zod';
import { HEARTBEAT_STATES } from '../domain/heartbeat/state.ts';
import { share, time } from './fields.ts';

/** The worker process of the examples. */
export const PROCESS_EXAMPLE = 'host:4711:1772366400000';

/** The heartbeats of a coder whose worker was lost for a moment. */
export const HEARTBEAT_EXAMPLE = {
  state: 'HEALTHY',
  since: '2026-03-01T12:05:00.000Z',
  age_ms: 1_250,
  last_beat_at: '2026-03-01T12:10:00.000Z',
  first_seen_at: '2026-03-01T12:00:00.000Z',
  interval_ms: 5_000,
  uptime: 0.98,
  doing: 'chimera-3f9a1c07be42 CODE_IMPLEMENTATION',
  beats: [
    { at: '2026-03-01T12:10:00.000Z', what: 'chimera-3f9a1c07be42 CODE_IMPLEMENTATION', process: PROCESS_EXAMPLE },
  ],
  transitions: [
    {
      ...{ from: 'FAILED', to: 'HEALTHY', reason: 'a heartbeat came' },
      ...{ process: PROCESS_EXAMPLE, at: '2026-03-01T12:05:00.000Z' },
    },
    {
      ...{ from: 'CRITICAL', to: 'FAILED', reason: 'no heartbeat for 15003 ms' },
      ...{ process: PROCESS_EXAMPLE, at: '2026-03-01T12:04:48.000Z' },
    },
  ],
} as const;

const state = z.enum([...HEARTBEAT_STATES, 'UNKNOWN']).meta({
  id: 'HeartbeatState',
  description:
    'By the age of the last heartbeat: HEALTHY within one interval, DEGRADED within two, CRITICAL within three, then FAILED, ' +
    'which is also who never sent one in that time, and whose process died. EXPECTED: none is overdue yet. STOPPED: it ' +
    'ended as it was asked to. UNKNOWN: the database cannot be asked.',
});

const receivedSchema = z
  .object({
    at: time,
    what: z.string().describe('What it did: the tasks and phases it was at work for, or idle.'),
    process: z.string().describe('The worker process that sent it.'),
  })
  .meta({ id: 'ReceivedHeartbeat' });

const transitionSchema = z
  .object({ from: state, to: state, reason: z.string(), process: z.string(), at: time })
  .meta({ id: 'HeartbeatTransition' });

/** How a worker or an agent stands by its heartbeats. */
export const heartbeatViewSchema = z
  .object({
    state,
    since: time.nullable(),
    age_ms: z.int().min(0).nullable().describe('Since the last heartbeat; null while there is none.'),
    last_beat_at: time.nullable(),
    first_seen_at: time.nullable(),
    interval_ms: z.int().nullable().describe('One is to come at least this often.'),
    uptime: share
      .nullable()
      .describe('The share of the time since it was first seen, or until it was stopped, in which it was not FAILED.'),
    doing: z.string().nullable(),
    beats: z.array(receivedSchema).describe('The last hundred, newest first.'),
    transitions: z.array(transitionSchema).describe('The last changes of the state, newest first.'),
  })
  .meta({ id: 'Heartbeats' });

export type HeartbeatView = z.output<typeof heartbeatViewSchema>;
