import { type SQL, sql } from 'drizzle-orm';
import type { Queries } from '../database.ts';
import { removeAll } from '../remove-all.ts';

const DAY_MS = 86_400_000;

/** How long aggregates are kept, in days: hours for a season, days for two years. */
const KEEP_AGGREGATES = { hour: 90, day: 730 };

/** What may go, when it is older than the given time: tables, and the condition under which a row may. */
const PRUNED: readonly (readonly [table: string, condition: (before: SQL) => SQL])[] = [
  ['phase_runs', (before) => sql`started_at < ${before} and coalesce(finished_at, started_at) < ${before}`],
  ['agent_metrics', (before) => sql`ended_at < ${before}`],
  ['model_calls', (before) => sql`at < ${before}`],
  ['pool_samples', (before) => sql`at < ${before}`],
  ['profile_sections', (before) => sql`ended_at < ${before}`],
  ['spans', (before) => sql`started_at < ${before} and coalesce(ended_at, started_at) < ${before}`],
  ['breaker_transitions', (before) => sql`at < ${before}`],
  ['own_actions', (before) => sql`ended_at < ${before}`],
  ['task_runs', (before) => sql`finished_at < ${before} and created_at < ${before}`],
  ['dead_letters', (before) => sql`status <> 'parked' and failed_at < ${before} and updated_at < ${before}`],
];

/**
 * Removes what is older than so many days, in small statements: attempts, calls, samples, spans, transitions, own actions
 * that are over, ended tasks and decided dead letters; aggregates later. What is open or parked stays. Gives how many rows went.
 */
export async function prune(db: Queries, keepDays: number, now: number, signal?: AbortSignal): Promise<number> {
  const older = (days: number): SQL => sql`${new Date(now - days * DAY_MS).toISOString()}::timestamptz`;
  let removed = 0;
  for (const [table, condition] of PRUNED) removed += await removeAll(db, table, condition(older(keepDays)), signal);
  for (const [bucket, days] of Object.entries(KEEP_AGGREGATES)) {
    const longer = Math.max(days, keepDays);
    removed += await removeAll(db, 'phase_aggregates', sql`bucket = ${bucket} and at < ${older(longer)}`, signal);
  }
  return removed;
}
