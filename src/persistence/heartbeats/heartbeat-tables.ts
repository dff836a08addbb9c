import { bigint, doublePrecision, index, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { Heartbeat, HeartbeatKind } from '../../domain/heartbeat/heartbeat.ts';
import type { HeartbeatState } from '../../domain/heartbeat/state.ts';

/** Milliseconds, as JavaScript's dates; all of them by the database's clock. */
const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

const subject = { kind: text('kind').$type<HeartbeatKind>().notNull(), name: text('name').notNull() };

/** One row a heartbeat, of the last ones of each worker and agent. */
export const heartbeats = pgTable(
  'heartbeats',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    ...subject,
    process: text('process').notNull(),
    what: text('what').notNull(),
    at: time('at').notNull().defaultNow(),
  },
  (table) => [index('heartbeats_newest').on(table.kind, table.name, table.id)],
);

/** One row a worker's place or an agent: what is known of its heartbeats, and what was made of that. */
export const heartbeatSubjects = pgTable(
  'heartbeat_subjects',
  {
    ...subject,
    /** The process that has the place, or that spoke for the agent last. */
    process: text('process').notNull(),
    what: text('what').notNull(),
    interval_ms: integer('interval_ms').notNull(),
    first_seen_at: time('first_seen_at').notNull(),
    /** Since when heartbeats of the process are due. */
    expected_at: time('expected_at').notNull(),
    /** Null as long as there is none of the process. */
    last_beat_at: time('last_beat_at'),
    /** The last process that is known to have ended, and how. */
    ended_process: text('ended_process'),
    ended_how: text('ended_how').$type<Extract<Heartbeat['event'], 'stopped' | 'died'>>(),
    ended_reason: text('ended_reason'),
    /** The judgement. */
    state: text('state').$type<HeartbeatState>().notNull(),
    since: time('since').notNull(),
    /** How long it was FAILED before `since`, in ms. */
    failed_ms: doublePrecision('failed_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.name] })],
);

/** One row a change of a state. */
export const heartbeatTransitions = pgTable(
  'heartbeat_transitions',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    ...subject,
    process: text('process').notNull(),
    from_state: text('from_state').$type<HeartbeatState>().notNull(),
    to_state: text('to_state').$type<HeartbeatState>().notNull(),
    reason: text('reason').notNull(),
    at: time('at').notNull(),
  },
  (table) => [index('heartbeat_transitions_newest').on(table.kind, table.name, table.id)],
);
