import { and, count, desc, eq, like, type SQL, sql } from 'drizzle-orm';
import { TASK_STATUSES, type TaskState, type TaskStatus } from '../domain/task.ts';
import { beginningOf } from './beginning-of.ts';
import { decodeCursor, encodeCursor } from '../domain/cursor.ts';
import type { Queries } from './database.ts';
import { excluded } from './excluded.ts';
import { rowsAsJson } from './rows-as-json.ts';
import { taskRuns } from './schema.ts';
import { storable } from './storable.ts';
import { progressOf } from './task-progress.ts';
import { containing, searchText } from './task-search.ts';

/** What a list shows of a task; times in ISO 8601. */
export interface TaskSummary {
  readonly task_id: string;
  readonly project: string;
  /** Its beginning. */
  readonly feature: string;
  readonly target_url: string;
  readonly priority: number;
  readonly status: TaskStatus;
  readonly phase: TaskState['phase'];
  readonly created_at: string;
  readonly started_at?: string;
  readonly finished_at?: string;
  /** From the start of work, or from acceptance when it never started, to the end. */
  readonly duration_ms?: number;
}

/** Which tasks, and which page of them. */
export interface TaskListQuery {
  readonly status?: TaskStatus;
  readonly project?: string;
  /** Part of the feature or of the id, in any case. */
  readonly q?: string;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
  /** Tasks a page, 1 to 200; 50 when not given. */
  readonly limit?: number;
}

/** A page of tasks, newest first; the last page has no `next_cursor`. */
export interface TaskPage {
  readonly tasks: readonly TaskSummary[];
  readonly next_cursor?: string;
}

/** The tasks' records. */
export interface TaskRunStore {
  /**
   * Records a state; false when a later one (see progressOf) is recorded already. The time of acceptance that was
   * recorded first stays, so that a task keeps its place in lists.
   */
  save(state: TaskState): Promise<boolean>;
  /** Records states of different tasks in one statement, each as `save` does. */
  saveAll(states: readonly TaskState[]): Promise<void>;
  get(taskId: string): Promise<TaskState | undefined>;
  /** @throws {InvalidCursorError} */
  list(query: TaskListQuery): Promise<TaskPage>;
  countByStatus(): Promise<Readonly<Record<TaskStatus, number>>>;
  /** The ids of the tasks that wait for an agent's account. */
  waitingForAccount(agent: string): Promise<readonly string[]>;
}

const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 200;

/** The tasks' records in a database. */
export function createTaskRunStore(db: Queries): TaskRunStore {
  return {
    save: async (state) => (await saveAll(db, [state])).length > 0,

    async saveAll(states) {
      await saveAll(db, states);
    },

    async get(taskId) {
      const rows = await db
        .select({ state: taskRuns.state })
        .from(taskRuns)
        .where(eq(taskRuns.task_id, storable(taskId)));
      return rows[0]?.state;
    },

    async list({ limit = DEFAULT_PAGE, ...query }) {
      const size = Math.min(Math.max(Math.trunc(limit), 1), LARGEST_PAGE);
      const rows = await db
        .select(SUMMARY)
        .from(taskRuns)
        .where(and(...conditions(query)))
        .orderBy(desc(taskRuns.created_at), desc(taskRuns.task_id))
        .limit(size + 1);
      const tasks = rows.slice(0, size);
      const last = rows.length > size ? tasks.at(-1) : undefined;
      if (last === undefined) return { tasks: tasks.map(summaryOf) };
      const next_cursor = encodeCursor({ at: last.created_at, id: last.task_id });
      return { tasks: tasks.map(summaryOf), next_cursor };
    },

    async waitingForAccount(agent) {
      const waits = { waiting_for: { kind: 'account', agent: storable(agent) } };
      const rows = await db
        .select({ task_id: taskRuns.task_id })
        .from(taskRuns)
        .where(sql`${taskRuns.state} @> ${JSON.stringify(waits)}::jsonb`)
        .orderBy(taskRuns.created_at);
      return rows.map(({ task_id }) => task_id);
    },

    async countByStatus() {
      const rows = await db.select({ status: taskRuns.status, tasks: count() }).from(taskRuns).groupBy(taskRuns.status);
      const counts = new Map(rows.map(({ status, tasks }) => [status, tasks]));
      return Object.fromEntries(TASK_STATUSES.map((status) => [status, counts.get(status) ?? 0])) as Record<
        TaskStatus,
        number
      >;
    },
  };
}

/** Answers with the rows that were written. */
function saveAll(db: Queries, states: readonly TaskState[]) {
  return db
    .insert(taskRuns)
    .select(rowsAsJson(taskRuns, states.map(rowOf)))
    .onConflictDoUpdate({
      target: taskRuns.task_id,
      set: CHANGES,
      setWhere: sql`${taskRuns.progress} <= excluded.progress`,
    })
    .returning({ task_id: taskRuns.task_id });
}

const { task_id, project, target_url, priority, status, phase, created_at, started_at, finished_at } = taskRuns;
const SUMMARY = {
  ...{ task_id, project, target_url, priority, status, phase, created_at, started_at, finished_at },
  feature: beginningOf(taskRuns.feature),
  duration_ms: taskRuns.duration_ms,
};

function conditions({ status, project, q, cursor }: TaskListQuery): readonly (SQL | undefined)[] {
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  return [
    status === undefined ? undefined : eq(taskRuns.status, status),
    project === undefined ? undefined : eq(taskRuns.project, storable(project)),
    q === undefined ? undefined : like(taskRuns.search_text, containing(storable(q))),
    after === undefined
      ? undefined
      : sql`(${taskRuns.created_at}, ${taskRuns.task_id}) < (${after.at.toISOString()}::timestamptz, ${after.id})`,
  ];
}

function rowOf(state: TaskState): typeof taskRuns.$inferInsert {
  const { request, task_id, status, phase, created_at, started_at, finished_at } = state;
  const begun = started_at ?? created_at;
  return {
    task_id,
    project: request.project,
    feature: request.feature,
    target_url: request.target_url,
    priority: request.priority,
    status,
    phase,
    created_at: new Date(created_at),
    started_at: started_at === undefined ? null : new Date(started_at),
    finished_at: finished_at === undefined ? null : new Date(finished_at),
    duration_ms: finished_at === undefined ? null : Math.max(0, Date.parse(finished_at) - Date.parse(begun)),
    progress: progressOf(state),
    search_text: searchText(request.feature, task_id),
    state,
    updated_at: new Date(),
  };
}

/** What a later state changes in a row: all but the id and the time of acceptance. */
const CHANGES = excluded(
  'project',
  'feature',
  'target_url',
  'priority',
  'status',
  'phase',
  'started_at',
  'finished_at',
  'duration_ms',
  'progress',
  'search_text',
  'state',
  'updated_at',
);

type SummaryRow = Pick<typeof taskRuns.$inferSelect, keyof typeof SUMMARY>;

function summaryOf({ created_at, started_at, finished_at, duration_ms, ...rest }: SummaryRow): TaskSummary {
  return {
    ...rest,
    created_at: created_at.toISOString(),
    ...(started_at === null ? {} : { started_at: started_at.toISOString() }),
    ...(finished_at === null ? {} : { finished_at: finished_at.toISOString() }),
    ...(duration_ms === null ? {} : { duration_ms }),
  };
}
