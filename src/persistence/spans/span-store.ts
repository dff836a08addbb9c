import { asc, eq, sql } from 'drizzle-orm';
import type { Span } from '../../domain/trace/span.ts';
import type { KeptSpan } from '../../domain/trace/trace-tree.ts';
import type { Queries } from '../database.ts';
import { excluded } from '../excluded.ts';
import { rowsAsJson } from '../rows-as-json.ts';
import { storable } from '../storable.ts';
import { spans } from './span-table.ts';

/** The spans of tasks. */
export interface SpanStore {
  /** Records different spans in one statement; an end is never undone by a start, nor a loss by anything. */
  saveAll(spans: readonly Span[]): Promise<void>;
  /** A task's spans in the order they began, the first two thousand. */
  ofTask(taskId: string): Promise<readonly KeptSpan[]>;
}

const MOST_SPANS = 2_000;

/** The spans of tasks in a database. */
export function createSpanStore(db: Queries): SpanStore {
  return {
    async saveAll(told) {
      await db
        .insert(spans)
        .select(rowsAsJson(spans, told.map(rowOf)))
        .onConflictDoUpdate({
          target: spans.span_id,
          set: excluded('name', 'started_at', 'ended_at', 'status', 'attributes'),
          setWhere: sql`${spans.status} <> 'lost' and (excluded.ended_at is not null or ${spans.ended_at} is null)`,
        });
    },

    async ofTask(taskId) {
      const rows = await db
        .select()
        .from(spans)
        .where(eq(spans.task_id, storable(taskId)))
        .orderBy(asc(spans.started_at), asc(spans.span_id))
        .limit(MOST_SPANS);
      return rows.map(({ started_at, ended_at, ...span }) => ({
        ...span,
        started_at: started_at.toISOString(),
        ended_at: ended_at?.toISOString() ?? null,
      }));
    },
  };
}

function rowOf({ sampled: _, started_at, ended_at, ...span }: Span): typeof spans.$inferInsert {
  return {
    ...span,
    started_at: new Date(started_at),
    ended_at: ended_at === null ? null : new Date(ended_at),
  };
}
