import { index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { SpanAttributes, SpanKind, SpanStatus } from '../../domain/trace/span.ts';

const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

/** One row a span of a task's trace; ids in OpenTelemetry's form. */
export const spans = pgTable(
  'spans',
  {
    /** Derived from what the span is, so that a span written twice is one row. */
    span_id: text('span_id').primaryKey(),
    trace_id: text('trace_id').notNull(),
    parent_id: text('parent_id'),
    task_id: text('task_id').notNull(),
    kind: text('kind').$type<SpanKind>().notNull(),
    name: text('name').notNull(),
    started_at: time('started_at').notNull(),
    /** Null while it runs, and where nobody lived to tell its end. */
    ended_at: time('ended_at'),
    status: text('status').$type<SpanStatus>().notNull(),
    attributes: jsonb('attributes').$type<SpanAttributes>().notNull(),
  },
  (table) => [
    index('spans_of_task').on(table.task_id, table.started_at),
    // For pruning alone: spans come in the order of their time, and this index costs a write next to nothing.
    index('spans_oldest').using('brin', table.started_at),
  ],
);
