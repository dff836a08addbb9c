import { doublePrecision, index, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { Phase } from '../../domain/phase.ts';

/** Milliseconds, as JavaScript's dates. */
const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

const ms = (name: string) => doublePrecision(name);

/** One row an attempt of a phase that ended where phases were profiled: see domain/profile/section.ts. */
export const profileSections = pgTable(
  'profile_sections',
  {
    task_id: text('task_id').notNull(),
    project: text('project').notNull(),
    phase: text('phase').$type<Phase>().notNull(),
    round: integer('round').notNull(),
    started_at: time('started_at').notNull(),
    ended_at: time('ended_at').notNull(),
    agent_request_ms: ms('agent_request_ms').notNull(),
    state_transition_ms: ms('state_transition_ms').notNull(),
    db_update_ms: ms('db_update_ms').notNull(),
    retry_wait_ms: ms('retry_wait_ms').notNull(),
    other_ms: ms('other_ms').notNull(),
    background_ms: ms('background_ms'),
  },
  (table) => [
    // A phase may be tried again under the same attempt's number, when its activity is called again; not at the same time.
    primaryKey({ columns: [table.task_id, table.phase, table.round, table.started_at] }),
    index('profile_sections_newest').on(table.ended_at),
  ],
);
