import { and, asc, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import type { MeasuredSection } from '../../domain/profile/bottlenecks.ts';
import { GROWTH } from '../../domain/history/duration-histogram.ts';
import { type AttemptProfile, type Section, SECTIONS } from '../../domain/profile/section.ts';
import type { Queries } from '../database.ts';
import { rowsAsJson } from '../rows-as-json.ts';
import { profileSections } from '../schema.ts';
import { storable } from '../storable.ts';

/** Which attempts: those that ended from `from` on and before `to`, both in ms since the epoch. */
export interface ProfileQuery {
  readonly from: number;
  readonly to: number;
  readonly project?: string;
}

/** What many attempts spent their time on. */
export interface MeasuredAttempts {
  readonly attempts: number;
  /** What the database took for their records, in ms; null where none of them was measured. */
  readonly background_ms: number | null;
  /** In parts, which add up. */
  readonly measured: readonly MeasuredSection[];
}

/** What attempts of phases spent their time on. */
export interface ProfileStore {
  /** Records different attempts in one statement; one that is recorded already stays as it is. */
  saveAll(profiles: readonly AttemptProfile[]): Promise<void>;
  /** Those of one task, oldest first. */
  ofTask(taskId: string): Promise<readonly AttemptProfile[]>;
  measure(query: ProfileQuery): Promise<MeasuredAttempts>;
}

const COLUMNS = {
  agent_request: profileSections.agent_request_ms,
  state_transition: profileSections.state_transition_ms,
  db_update: profileSections.db_update_ms,
  retry_wait: profileSections.retry_wait_ms,
  other: profileSections.other_ms,
} as const satisfies Record<Section, unknown>;

/** What is shorter counts as this long where percentiles are read, in ms. */
const SHORTEST_MS = 0.001;

/** What attempts spent their time on, in a database. */
export function createProfileStore(db: Queries): ProfileStore {
  return {
    async saveAll(profiles) {
      await db
        .insert(profileSections)
        .select(rowsAsJson(profileSections, profiles.map(rowOf)))
        .onConflictDoNothing();
    },

    async ofTask(taskId) {
      const { task_id, started_at } = profileSections;
      const rows = await db
        .select()
        .from(profileSections)
        .where(eq(task_id, storable(taskId)))
        .orderBy(asc(started_at));
      return rows.map(profileOfRow);
    },

    async measure(query) {
      const [measured, [whole]] = await Promise.all([measuredSections(db, query), wholeOf(db, query)]);
      return { measured, attempts: whole?.attempts ?? 0, background_ms: whole?.background_ms ?? null };
    },
  };
}

type Row = typeof profileSections.$inferSelect;

function rowOf({ times, started_at, ended_at, ...rest }: AttemptProfile): Row {
  return {
    ...rest,
    started_at: new Date(started_at),
    ended_at: new Date(ended_at),
    agent_request_ms: times.agent_request,
    state_transition_ms: times.state_transition,
    db_update_ms: times.db_update,
    retry_wait_ms: times.retry_wait,
    other_ms: times.other,
  };
}

function profileOfRow(row: Row): AttemptProfile {
  const { task_id, project, phase, round, started_at, ended_at, background_ms } = row;
  return {
    ...{ task_id, project, phase, round, background_ms },
    started_at: started_at.toISOString(),
    ended_at: ended_at.toISOString(),
    times: {
      agent_request: row.agent_request_ms,
      state_transition: row.state_transition_ms,
      db_update: row.db_update_ms,
      retry_wait: row.retry_wait_ms,
      other: row.other_ms,
    },
  };
}

function conditionOf({ from, to, project }: ProfileQuery): SQL | undefined {
  const { ended_at, project: column } = profileSections;
  return and(
    gte(ended_at, new Date(from)),
    lt(ended_at, new Date(to)),
    project === undefined ? undefined : eq(column, storable(project)),
  );
}

function wholeOf(db: Queries, query: ProfileQuery) {
  return db
    .select({
      attempts: sql<number>`count(*)::int`,
      background_ms: sql<number | null>`sum(${profileSections.background_ms})::float8`,
    })
    .from(profileSections)
    .where(conditionOf(query));
}

/** Durations by section, phase and slot of a histogram: some hundred rows, however many attempts there are. */
async function measuredSections(db: Queries, query: ProfileQuery): Promise<readonly MeasuredSection[]> {
  const sections = SECTIONS.map((section) => sql`(${section}::text, ${COLUMNS[section]})`);
  const { rows } = (await db.execute(
    sql`select section, ${profileSections.phase}, sum(ms)::float8 as total_ms, count(*)::int as count,
          ceil(ln(greatest(ms, ${SHORTEST_MS}::float8)) / ln(${GROWTH}::float8))::int as slot
        from ${profileSections} cross join lateral (values ${sql.join(sections, sql`, `)}) as spent (section, ms)
        where ${conditionOf(query)} and ms > 0
        group by section, ${profileSections.phase}, slot`,
  )) as { readonly rows: readonly (Omit<MeasuredSection, 'histogram'> & { slot: number; count: number })[] };
  return rows.map(({ slot, count, ...rest }) => ({ ...rest, histogram: { [slot]: count } }));
}
