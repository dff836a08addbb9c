import { sql } from 'drizzle-orm';
import { bigint, index, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import type { Baseline } from '../../domain/health/baseline.ts';
import type { HealthSample } from '../../domain/health/sample.ts';
import type { PoolActionKind } from '../../domain/pool/action.ts';

/** Milliseconds, as JavaScript's dates. */
const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

/** One row a sample of health that was taken; of the last hour or so. */
export const healthSamples = pgTable('health_samples', {
  at: time('at').primaryKey(),
  sample: jsonb('sample').$type<HealthSample>().notNull(),
});

/** What was learned from samples: one row, whose lock decides who changes it. */
export const healthState = pgTable('health_state', {
  /** Always `state`. */
  id: text('id').primaryKey(),
  baselines: jsonb('baselines').$type<Readonly<Record<string, Baseline>>>().notNull(),
});

/**
 * One row for each thing that was done by itself: by a pool, of which this is a copy of what it says, or about an agent,
 * of which this decides.
 */
export const ownActions = pgTable(
  'own_actions',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text('kind').$type<PoolActionKind | 'trip_breaker'>().notNull(),
    pool: text('pool').notNull(),
    /** The agent whose breaker was tripped; empty for what a pool did. */
    agent: text('agent').notNull(),
    at: time('at').notNull(),
    cause: text('cause').notNull(),
    figures: jsonb('figures').$type<Readonly<Record<string, number>>>().notNull(),
    reversal: text('reversal').notNull(),
    /** What came of it, in a sentence; null while it is still to be carried out. */
    effect: text('effect'),
    /** Since when it is over, why, and by whom it was ended. */
    ended_at: time('ended_at'),
    end_reason: text('end_reason'),
    ended_by: text('ended_by').$type<'chimera' | 'operator'>(),
  },
  (table) => [
    uniqueIndex('own_actions_once').on(table.kind, table.pool, table.agent, table.at),
    uniqueIndex('own_actions_one_trip')
      .on(table.agent)
      .where(sql`kind = 'trip_breaker' and ended_at is null`),
    index('own_actions_ended').on(table.ended_at),
  ],
);
