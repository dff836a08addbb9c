import { and, count, desc, eq, inArray, max, min, type SQL, sql } from 'drizzle-orm';
import type { DeadLetter } from '../domain/dead-letter.ts';
import type { Stage } from '../domain/phase.ts';
import { decodeCursor, encodeCursor } from '../domain/cursor.ts';
import { beginningOf } from './beginning-of.ts';
import type { Queries } from './database.ts';
import { deadLetterCondition, type DeadLetterFilter } from './dead-letter-filter.ts';
import { entryOf, isoOrNull, rowOf } from './dead-letter-row.ts';
import { excluded } from './excluded.ts';
import { deadLetters } from './schema.ts';
import { storable } from './storable.ts';

/** What a list shows of a dead letter: all but its checkpoint. Times in ISO 8601. */
export interface DeadLetterSummary extends Omit<DeadLetter, 'workflow_state'> {
  readonly project: string;
  readonly priority: number;
  readonly feature: string;
  /** Id and pattern of the error's group. */
  readonly error_group: string;
  readonly error_pattern: string;
}

/** Which dead letters, and which page of them. */
export interface DeadLetterQuery extends DeadLetterFilter {
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
  /** Entries a page, 1 to 500. */
  readonly limit: number;
}

/** A page of dead letters, those that failed last first; the last page has no `next_cursor`. */
export interface DeadLetterPage {
  readonly entries: readonly DeadLetterSummary[];
  readonly next_cursor?: string;
}

/** Dead letters whose errors are of one group. Times in ISO 8601. */
export interface DeadLetterGroup {
  readonly group: string;
  readonly error_type: string;
  readonly pattern: string;
  readonly count: number;
  readonly phases: readonly Stage[];
  readonly newest: string;
  readonly oldest: string;
  /** The id of the newest. */
  readonly example: string;
}

/** The mirror of the dead letter queue: it may lag behind the workflows, and never decides. */
export interface DeadLetterStore {
  /** Records an entry; false when it is recorded as decided already and the given one is not. */
  save(entry: DeadLetter): Promise<boolean>;
  /** Records different entries in one statement, each as `save` does. */
  saveAll(entries: readonly DeadLetter[]): Promise<void>;
  get(id: string): Promise<DeadLetter | undefined>;
  /** @throws {InvalidCursorError} */
  list(query: DeadLetterQuery): Promise<DeadLetterPage>;
  /** The groups of what passes the filter, the largest first; at most 500. */
  groups(filter: DeadLetterFilter): Promise<readonly DeadLetterGroup[]>;
  /** How many pass the filter, and the ids of the first `limit`, oldest first. */
  find(filter: DeadLetterFilter, limit: number): Promise<{ readonly count: number; readonly ids: readonly string[] }>;
}

const LARGEST_PAGE = 500;
const MOST_GROUPS = 500;

/** The mirror of the dead letter queue in a database. */
export function createDeadLetterStore(db: Queries): DeadLetterStore {
  return {
    save: async (entry) => (await saveAll(db, [entry])) > 0,

    async saveAll(entries) {
      await saveAll(db, entries);
    },

    async get(id) {
      const rows = await db
        .select()
        .from(deadLetters)
        .where(eq(deadLetters.id, storable(id)));
      return rows.map(entryOf)[0];
    },

    async list({ cursor, limit, ...filter }) {
      const size = Math.min(Math.max(Math.trunc(limit), 1), LARGEST_PAGE);
      const rows = await db
        .select(SUMMARY)
        .from(deadLetters)
        .where(and(deadLetterCondition(filter), after(cursor)))
        .orderBy(desc(deadLetters.failed_at), desc(deadLetters.id))
        .limit(size + 1);
      const entries = rows.slice(0, size).map(summaryOf);
      const last = rows.length > size ? rows[size - 1] : undefined;
      if (last === undefined) return { entries };
      return { entries, next_cursor: encodeCursor({ at: last.failed_at, id: last.id }) };
    },

    async groups(filter) {
      const rows = await db
        .select(GROUP)
        .from(deadLetters)
        .where(deadLetterCondition(filter))
        .groupBy(deadLetters.error_group)
        .orderBy(desc(count()), desc(max(deadLetters.failed_at)))
        .limit(MOST_GROUPS);
      return rows.map(groupOf);
    },

    async find(filter, limit) {
      const where = deadLetterCondition(filter);
      const [total] = await db.select({ entries: count() }).from(deadLetters).where(where);
      const rows = await db
        .select({ id: deadLetters.id })
        .from(deadLetters)
        .where(where)
        .orderBy(deadLetters.failed_at, deadLetters.id)
        .limit(limit);
      return { count: total?.entries ?? 0, ids: rows.map(({ id }) => id) };
    },
  };
}

/** Answers with how many rows were written. */
async function saveAll(db: Queries, entries: readonly DeadLetter[]): Promise<number> {
  const written = await db
    .insert(deadLetters)
    .values(entries.map((entry) => rowOf(storable(entry))))
    .onConflictDoUpdate({
      target: deadLetters.id,
      set: { ...CHANGES, updated_at: sql`now()` },
      setWhere: sql`${deadLetters.status} = 'parked' or excluded.status <> 'parked'`,
    })
    .returning({ id: deadLetters.id });
  const tasks = [...new Set(entries.map(({ task_id }) => storable(task_id)))];
  await db
    .update(deadLetters)
    .set({ status: 'requeued' })
    .where(and(inArray(deadLetters.task_id, tasks), eq(deadLetters.status, 'parked'), OVERTAKEN));
  return written.length;
}

/** A task is parked anew only after it was requeued, also where that record was lost. */
const OVERTAKEN = sql`exists (select 1 from ${deadLetters} as later
  where later.task_id = "dead_letters"."task_id" and later.generation > "dead_letters"."generation")`;

/** What a later state of an entry changes: all but what it is named by. */
const CHANGES = excluded(
  'project',
  'priority',
  'feature',
  'status',
  'phase',
  'error_type',
  'error_message',
  'error_group',
  'error_pattern',
  'retry_count',
  'failed_at',
  'investigated',
  'resolution',
  'requeued_at',
  'decided_at',
  'reason',
  'workflow_state',
);

const { id, task_id, generation, project, priority, status, phase, error_type } = deadLetters;
const {
  error_group,
  error_pattern,
  retry_count,
  failed_at,
  investigated,
  resolution,
  requeued_at,
  decided_at,
  reason,
} = deadLetters;
const SUMMARY = {
  ...{ id, task_id, generation, project, priority, status, phase, error_type },
  feature: beginningOf(deadLetters.feature),
  error_message: beginningOf(deadLetters.error_message),
  ...{ error_group, error_pattern, retry_count, failed_at, investigated, resolution, requeued_at, decided_at, reason },
};

const GROUP = {
  group: error_group,
  error_type: min(error_type),
  pattern: min(error_pattern),
  count: count(),
  phases: sql<Stage[]>`array_agg(distinct ${phase})`,
  newest: max(failed_at),
  oldest: min(failed_at),
  example: sql<string>`(array_agg(${id} order by ${failed_at} desc, ${id} desc))[1]`,
};

type SummaryRow = Pick<typeof deadLetters.$inferSelect, keyof typeof SUMMARY>;

function summaryOf(row: SummaryRow): DeadLetterSummary {
  const { error_type: type, error_message: message, failed_at, requeued_at, decided_at, ...rest } = row;
  const times = { requeued_at: isoOrNull(requeued_at), decided_at: isoOrNull(decided_at) };
  const error = { phase: rest.phase, type, message, retry_count: rest.retry_count };
  return { ...rest, ...times, error, failed_at: failed_at.toISOString() };
}

interface GroupRow extends Pick<DeadLetterGroup, 'group' | 'count' | 'phases' | 'example'> {
  readonly error_type: string | null;
  readonly pattern: string | null;
  readonly newest: Date | null;
  readonly oldest: Date | null;
}

/** A group has at least one entry, so that no aggregate of it is null. */
function groupOf({ error_type, pattern, newest, oldest, ...rest }: GroupRow): DeadLetterGroup {
  const times = { newest: isoOrNull(newest) ?? '', oldest: isoOrNull(oldest) ?? '' };
  return { ...rest, error_type: error_type ?? '', pattern: pattern ?? '', ...times };
}

function after(cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined;
  const { at, id } = decodeCursor(cursor);
  return sql`(${deadLetters.failed_at}, ${deadLetters.id}) < (${at.toISOString()}::timestamptz, ${id})`;
}
