import { and, asc, desc, eq, inArray, lte, sql } from 'drizzle-orm';
import { type HeartbeatKind, KEPT_HEARTBEATS } from '../../domain/heartbeat/heartbeat.ts';
import type { JudgementChange, Judgement, Signs } from '../../domain/heartbeat/judge.ts';
import type { HeartbeatState } from '../../domain/heartbeat/state.ts';
import type { Queries } from '../database.ts';
import { heartbeats, heartbeatSubjects, heartbeatTransitions } from '../schema.ts';
import { DATABASE_NOW, DATABASE_TIME } from '../database-clock.ts';
import { changeJudgement } from './change-judgement.ts';

/** A worker's place or an agent; times in ms since the epoch by the database's clock. */
export interface HeartbeatSubject {
  readonly kind: HeartbeatKind;
  readonly name: string;
  /** The process that has the place, or that spoke for the agent last; empty when none ever did. */
  readonly process: string;
  /** What it does. */
  readonly what: string;
  readonly first_seen_at: number;
  readonly signs: Signs;
  readonly judgement: Judgement;
}

/** Subjects as they are at one moment of the database's clock, in ms since the epoch. */
export interface HeartbeatsAt {
  readonly at: number;
  readonly subjects: readonly HeartbeatSubject[];
}

/** One heartbeat that was received; `at` in ms since the epoch. */
export interface ReceivedHeartbeat {
  readonly name: string;
  readonly process: string;
  readonly what: string;
  readonly at: number;
}

/** A change of a state; `at` in ms since the epoch. */
export interface HeartbeatTransition {
  readonly name: string;
  readonly process: string;
  readonly from: HeartbeatState;
  readonly to: HeartbeatState;
  readonly reason: string;
  readonly at: number;
}

/** What is known of heartbeats. */
export interface HeartbeatStore {
  /** All agents, and the workers that are there, have failed within the last hour, or were stopped within five minutes. */
  subjects(): Promise<HeartbeatsAt>;
  /** The last 100 heartbeats of each of those that are named, newest first. */
  beats(kind: HeartbeatKind, names: readonly string[]): Promise<readonly ReceivedHeartbeat[]>;
  /** The last changes of each of those that are named, newest first. */
  transitions(kind: HeartbeatKind, names: readonly string[], most: number): Promise<readonly HeartbeatTransition[]>;
  /** Heartbeats of agents are due from now on, unless they were before. */
  expectAgents(names: readonly string[], intervalMs: number): Promise<void>;
  /** Changes a judgement, and writes the change down, unless something was heard or changed since it was read: false then. */
  change(subject: HeartbeatSubject, judgement: Judgement, change: JudgementChange): Promise<boolean>;
}

/** Workers that are listed after their end: those that failed for an hour, those that were stopped for five minutes. */
const LISTED = sql`${heartbeatSubjects.kind} = 'agent'
  or ${heartbeatSubjects.state} not in ('FAILED', 'STOPPED')
  or ${heartbeatSubjects.since} > clock_timestamp()
    - case ${heartbeatSubjects.state} when 'FAILED' then interval '1 hour' else interval '5 minutes' end
  or greatest(${heartbeatSubjects.last_beat_at}, ${heartbeatSubjects.expected_at}) > ${heartbeatSubjects.since}`;

/** What is known of heartbeats, in a database. */
export function createHeartbeatStore(db: Queries): HeartbeatStore {
  return {
    async subjects() {
      const rows = await db
        .select({ subject: heartbeatSubjects, now: DATABASE_NOW })
        .from(heartbeatSubjects)
        .where(sql`(${LISTED})`)
        .orderBy(asc(heartbeatSubjects.kind), asc(heartbeatSubjects.name));
      return { at: rows[0]?.now ?? 0, subjects: rows.map(({ subject }) => subjectOf(subject)) };
    },

    async beats(kind, names) {
      const { name, process, what, at } = heartbeats;
      const place = sql<number>`row_number() over (partition by ${name} order by ${heartbeats.id} desc)`.as('place');
      const all = db
        .select({ id: heartbeats.id, name, process, what, at, place })
        .from(heartbeats)
        .where(and(eq(heartbeats.kind, kind), inArray(name, [...names])))
        .as('placed');
      const rows = await db.select().from(all).where(lte(all.place, KEPT_HEARTBEATS)).orderBy(desc(all.id));
      return rows.map((row) => ({ name: row.name, process: row.process, what: row.what, at: row.at.getTime() }));
    },

    async transitions(kind, names, most) {
      const { name, process, from_state: from, to_state: to, reason, at } = heartbeatTransitions;
      const place = sql<number>`row_number() over (partition by ${name} order by ${heartbeatTransitions.id} desc)`;
      const all = db
        .select({ id: heartbeatTransitions.id, name, process, from, to, reason, at, place: place.as('place') })
        .from(heartbeatTransitions)
        .where(and(eq(heartbeatTransitions.kind, kind), inArray(name, [...names])))
        .as('placed');
      const rows = await db.select().from(all).where(lte(all.place, most)).orderBy(desc(all.id));
      return rows.map(({ id: _, place: __, at, ...row }) => ({ ...row, at: at.getTime() }));
    },

    async expectAgents(names, interval_ms) {
      if (names.length === 0) return;
      const [first_seen_at, expected_at, since] = [DATABASE_TIME, DATABASE_TIME, DATABASE_TIME];
      const due = { kind: 'agent', process: '', what: '', interval_ms, first_seen_at, expected_at } as const;
      await db
        .insert(heartbeatSubjects)
        .values(names.toSorted().map((name) => ({ ...due, name, state: 'EXPECTED' as const, since, failed_ms: 0 })))
        .onConflictDoNothing();
    },

    change: (subject, judgement, change) => changeJudgement(db, subject, judgement, change),
  };
}

function subjectOf(row: typeof heartbeatSubjects.$inferSelect): HeartbeatSubject {
  const { kind, name, process, what, interval_ms, ended_process, ended_how, ended_reason, state, failed_ms } = row;
  const ended = ended_how !== null && ended_process === process;
  return {
    ...{ kind, name, process, what },
    first_seen_at: row.first_seen_at.getTime(),
    signs: {
      interval_ms,
      expected_at: row.expected_at.getTime(),
      last_beat_at: row.last_beat_at?.getTime() ?? null,
      ended: ended ? { how: ended_how, reason: ended_reason ?? '' } : null,
    },
    judgement: { state, since: row.since.getTime(), failed_ms },
  };
}
