import { z } from 'zod';
import { HEARTBEAT_STATES } from '../../domain/heartbeat/state.ts';

const time = z.iso.datetime();

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
    uptime: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .describe('The share of the time since it was first seen, or until it was stopped, in which it was not FAILED.'),
    doing: z.string().nullable(),
    beats: z.array(receivedSchema).describe('The last hundred, newest first.'),
    transitions: z.array(transitionSchema).describe('The last changes of the state, newest first.'),
  })
  .meta({ id: 'Heartbeats' });

export type HeartbeatView = z.output<typeof heartbeatViewSchema>;
