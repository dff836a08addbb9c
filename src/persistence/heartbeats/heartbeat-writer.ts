import { sql } from 'drizzle-orm';
import type { Heartbeat } from '../../domain/heartbeat/heartbeat.ts';
import type { Queries } from '../database.ts';
import { excluded } from '../excluded.ts';
import { heartbeats, heartbeatSubjects } from '../schema.ts';
import { storable } from '../storable.ts';
import { DATABASE_TIME } from '../database-clock.ts';

/**
 * Takes heartbeats in. Each is dated by the database's clock when it is written, and judged by the same clock: those of
 * hosts may differ.
 */
export interface HeartbeatWriter {
  saveAll(received: readonly Heartbeat[]): Promise<void>;
}

const KEY = [heartbeatSubjects.kind, heartbeatSubjects.name];

/** Takes heartbeats into a database. */
export function createHeartbeatWriter(db: Queries): HeartbeatWriter {
  return {
    async saveAll(received) {
      const all = received.map(storable);
      // What is known of a process counts before its heartbeats do: one that has ended has no more of them.
      for (const heartbeat of all) await applyEvent(db, heartbeat);
      const beats = all.filter(({ event }) => event === 'beat');
      if (beats.length > 0) await saveBeats(db, beats);
    },
  };
}

async function applyEvent(db: Queries, heartbeat: Heartbeat): Promise<void> {
  if (heartbeat.event === 'expected') await expectProcess(db, heartbeat);
  else if (heartbeat.event !== 'beat') await endProcess(db, heartbeat, heartbeat.event);
}

const subjectOf = ({ kind, name, process, interval_ms, what }: Heartbeat) => {
  const [first_seen_at, expected_at, since] = [DATABASE_TIME, DATABASE_TIME, DATABASE_TIME];
  const judgement = { state: 'EXPECTED' as const, since, failed_ms: 0 };
  return { kind, name, process, interval_ms, what, first_seen_at, expected_at, ...judgement };
};

/** A new process takes the place, and its heartbeats are due from now on. */
async function expectProcess(db: Queries, heartbeat: Heartbeat): Promise<void> {
  const set = { ...excluded('process', 'interval_ms', 'what', 'expected_at'), last_beat_at: null };
  await db
    .insert(heartbeatSubjects)
    .values(subjectOf(heartbeat))
    .onConflictDoUpdate({
      target: KEY,
      set,
      setWhere: sql`${heartbeatSubjects.process} <> excluded.process`,
    });
}

/** That a process was asked to end outweighs how its parent saw it end. */
async function endProcess(db: Queries, heartbeat: Heartbeat, ended_how: 'stopped' | 'died'): Promise<void> {
  const { process, what } = heartbeat;
  const end = { ended_process: process, ended_how, ended_reason: what };
  const stopped = sql`(${heartbeatSubjects.ended_process} = ${process} and ${heartbeatSubjects.ended_how} = 'stopped')`;
  await db
    .insert(heartbeatSubjects)
    .values({ ...subjectOf(heartbeat), ...end })
    .onConflictDoUpdate({
      target: KEY,
      set: end,
      setWhere: sql`${heartbeatSubjects.process} = ${process} and ${stopped} is not true`,
    });
}

async function saveBeats(db: Queries, beats: readonly Heartbeat[]): Promise<void> {
  await db
    .insert(heartbeats)
    .values(beats.map(({ kind, name, process, what }) => ({ kind, name, process, what, at: DATABASE_TIME })));
  for (const rows of apart(beats)) {
    await db
      .insert(heartbeatSubjects)
      .values(rows.map((beat) => ({ ...subjectOf(beat), last_beat_at: DATABASE_TIME })))
      .onConflictDoUpdate({
        target: KEY,
        set: excluded('process', 'interval_ms', 'what', 'last_beat_at'),
        setWhere: sql`${heartbeatSubjects.ended_process} is distinct from excluded.process`,
      });
  }
}

/**
 * Heartbeats in statements that change a row once each, and all in one order, or processes would block each other. Of an
 * agent the last one is enough; of a worker's place, where a process may have ended, each process's last.
 */
function apart(beats: readonly Heartbeat[]): readonly (readonly Heartbeat[])[] {
  const latest = new Map(
    beats.map((beat) => [beat.kind === 'agent' ? beat.name : `${beat.name}/${beat.process}`, beat]),
  );
  const statements: Map<string, Heartbeat>[] = [];
  for (const beat of latest.values()) {
    const key = `${beat.kind}/${beat.name}`;
    const free = statements.find((rows) => !rows.has(key));
    if (free === undefined) statements.push(new Map([[key, beat]]));
    else free.set(key, beat);
  }
  return statements.map((rows) => [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, beat]) => beat));
}
