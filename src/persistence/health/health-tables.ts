import { bigint, index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { Baseline } from '../../domain/health/baseline.ts';
import type { CarriedOut, RemediationState, Remedy } from '../../domain/health/remedy.ts';
import type { HealthSample } from '../../domain/health/sample.ts';

/** Milliseconds, as JavaScript's dates. */
const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

/** One row a sample of health that the evaluator took; of the last hour or so. */
export const healthSamples = pgTable('health_samples', {
  at: time('at').primaryKey(),
  sample: jsonb('sample').$type<HealthSample>().notNull(),
});

/** What the evaluator has learned and done so far: one row, whose lock decides who changes it. */
export const healthState = pgTable('health_state', {
  /** Always `state`. */
  id: text('id').primaryKey(),
  baselines: jsonb('baselines').$type<Readonly<Record<string, Baseline>>>().notNull(),
  remediation: jsonb('remediation').$type<RemediationState>().notNull(),
  /** The process that evaluated last, and when. */
  evaluator: text('evaluator').notNull(),
  evaluated_at: time('evaluated_at').notNull(),
});

/** One row a remedy that was applied to a pool or an agent. */
export const healthRemediations = pgTable(
  'health_remediations',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** What tells remedies in force from one another: kind and pool or agent. */
    name: text('name').notNull(),
    kind: text('kind').$type<Remedy['kind']>().notNull(),
    pool: text('pool').notNull(),
    /** As it was applied. */
    remedy: jsonb('remedy').$type<Remedy>().notNull(),
    at: time('at').notNull(),
    cause: text('cause').notNull(),
    /** What is still to be carried out: apply or take_back. */
    pending: text('pending').$type<CarriedOut>(),
    /** What came of carrying it out, in a sentence. */
    effect: text('effect'),
    /** Since when it is over, why, and by whom it was ended. */
    ended_at: time('ended_at'),
    end_reason: text('end_reason'),
    ended_by: text('ended_by').$type<'chimera' | 'operator'>(),
  },
  (table) => [index('health_remediations_open').on(table.ended_at, table.name)],
);
