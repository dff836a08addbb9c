import { type SQL, sql } from 'drizzle-orm';
import { KEPT_HEARTBEATS } from '../../domain/heartbeat/heartbeat.ts';
import type { Queries } from '../database.ts';
import { MOST_AT_ONCE, removeAll } from '../remove-all.ts';

/** Changes that are kept of each worker and agent. */
const KEPT_TRANSITIONS = 100;

/**
 * Removes all but the last hundred heartbeats and changes of each worker and agent, and what is older than so many days,
 * in small statements. Gives how many rows went.
 */
export async function pruneHeartbeats(db: Queries, keepDays: number, signal?: AbortSignal): Promise<number> {
  const old = (time: SQL): SQL => sql`${time} < clock_timestamp() - make_interval(days => ${keepDays}::int)`;
  let removed = 0;
  for (const [table, most] of [
    ['heartbeats', KEPT_HEARTBEATS],
    ['heartbeat_transitions', KEPT_TRANSITIONS],
  ] as const) {
    removed += await removeAll(db, table, sql`id in (select id from (${beyond(table, most)}) as beyond)`, signal);
    removed += await removeAll(db, table, old(sql`at`), signal);
  }
  const lastSign = sql`greatest(last_beat_at, expected_at, since)`;
  return removed + (await removeAll(db, 'heartbeat_subjects', sql`kind = 'worker' and ${old(lastSign)}`, signal));
}

/** The rows of each subject but the newest. */
function beyond(table: string, most: number): SQL {
  return sql`select later.id from heartbeat_subjects as subject cross join lateral (
      select id from ${sql.identifier(table)} as own where own.kind = subject.kind and own.name = subject.name
      order by id desc offset ${most} limit ${MOST_AT_ONCE}
    ) as later`;
}
