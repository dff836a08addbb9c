import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import type { Account } from '../domain/account/account.ts';
import type { DeadLetter, DeadLetterStatus } from '../domain/dead-letter.ts';
import type { BreakerStateName, CircuitBreaker } from '../domain/circuit-breaker.ts';
import type { CostSource, ModelCallOutcome } from '../domain/money/model-call.ts';
import type { Phase, Stage } from '../domain/phase.ts';
import type { PhaseResult } from '../domain/phase-result.ts';
import type { TaskState, TaskStatus } from '../domain/task.ts';

export * from './health/health-tables.ts';
export * from './heartbeats/heartbeat-tables.ts';
export * from './profile/profile-table.ts';
export * from './spans/span-table.ts';

/**
 * The tables, the same on PostgreSQL and on the embedded database. All but the breakers and accounts are observation: they may lag or
 * lack a row, they never decide, and they can be rebuilt from Temporal. After a change here a migration is generated
 * (`drizzle-kit generate`); one that was released is never edited.
 */

/** Milliseconds, as JavaScript's dates: a time read back is the time that was written, so that cursors are exact. */
const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

/** What an agent says that it used. */
const usage = {
  tokens_used: bigint('tokens_used', { mode: 'number' }),
  cost_usd: doublePrecision('cost_usd'),
};

/** One row a task. */
export const taskRuns = pgTable(
  'task_runs',
  {
    task_id: text('task_id').primaryKey(),
    project: text('project').notNull(),
    feature: text('feature').notNull(),
    target_url: text('target_url').notNull(),
    priority: integer('priority').notNull(),
    status: text('status').$type<TaskStatus>().notNull(),
    phase: text('phase').$type<TaskState['phase']>().notNull(),
    created_at: time('created_at').notNull(),
    started_at: time('started_at'),
    finished_at: time('finished_at'),
    duration_ms: bigint('duration_ms', { mode: 'number' }),
    /** Orders the states of one task: see task-progress.ts. */
    progress: bigint('progress', { mode: 'number' }).notNull(),
    /** Feature and id as search folds them: databases fold case by their own locale, and not all fold umlauts. */
    search_text: text('search_text').notNull(),
    state: jsonb('state').$type<TaskState>().notNull(),
    updated_at: time('updated_at').notNull().defaultNow(),
  },
  (table) => [
    // Ascending, and read backwards for newest first: a descending index sorts nulls otherwise than the query does.
    index('task_runs_newest').on(table.created_at, table.task_id),
    index('task_runs_by_status').on(table.status, table.created_at, table.task_id),
    index('task_runs_by_project').on(table.project, table.created_at, table.task_id),
  ],
);

/**
 * How an attempt of a phase stands. `cancelled`: with its task; `handed_back`: its worker was to end; `lost`: its worker
 * was heard of no more; `postponed`: it waits for its agent.
 */
export type PhaseRunStatus =
  'running' | 'passed' | 'failed' | 'rejected' | 'cancelled' | 'handed_back' | 'lost' | 'postponed';

/** One row an attempt of a phase in a round. */
export const phaseRuns = pgTable(
  'phase_runs',
  {
    task_id: text('task_id').notNull(),
    project: text('project').notNull().default(''),
    phase: text('phase').$type<Phase>().notNull(),
    round: integer('round').notNull(),
    /**
     * Which call of the phase's activity: Temporal's run id and activity id, `run/activity`. A round has another one after
     * each wait and requeue. Empty where it is not known.
     */
    call: text('call').notNull().default(''),
    attempt: integer('attempt').notNull(),
    status: text('status').$type<PhaseRunStatus>().notNull(),
    agent: text('agent').notNull(),
    started_at: time('started_at').notNull(),
    finished_at: time('finished_at'),
    duration_ms: bigint('duration_ms', { mode: 'number' }),
    verdict: text('verdict').$type<PhaseResult['verdict']>(),
    error: text('error'),
    ...usage,
    files_changed: integer('files_changed'),
  },
  (table) => [
    primaryKey({ columns: [table.task_id, table.phase, table.round, table.call, table.attempt] }),
    index('phase_runs_newest').on(table.started_at),
    // All that a history needs, so that it is read from the index alone.
    index('phase_runs_history').on(
      table.finished_at,
      table.phase,
      table.agent,
      table.project,
      table.status,
      table.duration_ms,
      table.tokens_used,
      table.cost_usd,
      table.files_changed,
    ),
  ],
);

/** One row a call of an agent that ended; a phase may call none, when its agent's breaker is open. */
export const agentMetrics = pgTable(
  'agent_metrics',
  {
    /** Made up where the call was made, so that a row written twice is one row. */
    id: text('id').primaryKey(),
    agent: text('agent').notNull(),
    task_id: text('task_id').notNull(),
    project: text('project').notNull(),
    phase: text('phase').$type<Phase>().notNull(),
    round: integer('round').notNull(),
    ended_at: time('ended_at').notNull(),
    duration_ms: bigint('duration_ms', { mode: 'number' }).notNull(),
    /** answered, interrupted, or the class of the error. */
    outcome: text('outcome').notNull(),
    ...usage,
    /** What the agent called its session, its own version, and why it stopped, where it says so. */
    session: text('session'),
    version: text('version'),
    stop_reason: text('stop_reason'),
    /** The longest time for which neither it nor its model said anything. */
    longest_silence_ms: bigint('longest_silence_ms', { mode: 'number' }),
  },
  (table) => [index('agent_metrics_newest').on(table.ended_at, table.agent)],
);

/** The ledger: one row a request to a model, whatever came of it; or one a call, of an agent whose models are not seen. */
export const modelCalls = pgTable(
  'model_calls',
  {
    /** Made up where it was seen, so that a row written twice is one row. */
    id: text('id').primaryKey(),
    /** Which call of the agent: the id of its row in `agent_metrics`. */
    call: text('call').notNull(),
    task_id: text('task_id').notNull(),
    project: text('project').notNull(),
    phase: text('phase').$type<Phase>().notNull(),
    round: integer('round').notNull(),
    agent: text('agent').notNull(),
    at: time('at').notNull(),
    outcome: text('outcome').$type<ModelCallOutcome>().notNull(),
    status: integer('status'),
    model: text('model'),
    /** Null where only the sum of all tokens is told. */
    input: bigint('input', { mode: 'number' }),
    cached: bigint('cached', { mode: 'number' }),
    cached_written: bigint('cached_written', { mode: 'number' }),
    output: bigint('output', { mode: 'number' }),
    reasoning: bigint('reasoning', { mode: 'number' }),
    tokens: bigint('tokens', { mode: 'number' }).notNull(),
    /** Null where it is not known. */
    cost_usd: doublePrecision('cost_usd'),
    cost_source: text('cost_source').$type<CostSource>().notNull(),
  },
  (table) => [
    index('model_calls_of_task').on(table.task_id, table.phase),
    // All that a day's budget needs, so that it is read from the index alone.
    index('model_calls_newest').on(table.at, table.project, table.tokens, table.cost_usd),
  ],
);

/** One row a pool and quarter of a minute. */
export const poolSamples = pgTable(
  'pool_samples',
  {
    pool: text('pool').notNull(),
    at: time('at').notNull(),
    size: integer('size').notNull(),
    active: integer('active').notNull(),
    queue_depth: integer('queue_depth').notNull(),
    dead_letters: integer('dead_letters').notNull(),
    utilization_pct: doublePrecision('utilization_pct').notNull(),
    success_rate: doublePrecision('success_rate'),
    avg_duration_ms: doublePrecision('avg_duration_ms'),
    p95_duration_ms: doublePrecision('p95_duration_ms'),
    throughput_per_hour: doublePrecision('throughput_per_hour'),
  },
  (table) => [primaryKey({ columns: [table.pool, table.at] }), index('pool_samples_newest').on(table.at)],
);

/** One row an hour or day, phase, agent and project in which an attempt ended: what stays when the attempts are pruned. */
export const phaseAggregates = pgTable(
  'phase_aggregates',
  {
    bucket: text('bucket').$type<'hour' | 'day'>().notNull(),
    /** When the hour or the day begins, in UTC. */
    at: time('at').notNull(),
    phase: text('phase').$type<Phase>().notNull(),
    agent: text('agent').notNull(),
    project: text('project').notNull(),
    runs: integer('runs').notNull(),
    failed: integer('failed').notNull(),
    sum_ms: bigint('sum_ms', { mode: 'number' }).notNull(),
    tokens_used: bigint('tokens_used', { mode: 'number' }).notNull(),
    cost_usd: doublePrecision('cost_usd').notNull(),
    files_changed: bigint('files_changed', { mode: 'number' }).notNull(),
    /** Durations counted by slot: see domain/history/duration-histogram.ts. */
    histogram: jsonb('histogram').$type<Readonly<Record<string, number>>>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.bucket, table.at, table.phase, table.agent, table.project] })],
);

/** One row a time that a task was parked. */
export const deadLetters = pgTable(
  'dead_letters',
  {
    id: text('id').primaryKey(),
    task_id: text('task_id').notNull(),
    generation: integer('generation').notNull(),
    project: text('project').notNull(),
    priority: integer('priority').notNull(),
    feature: text('feature').notNull(),
    status: text('status').$type<DeadLetterStatus>().notNull(),
    phase: text('phase').$type<Stage>().notNull(),
    error_type: text('error_type').notNull(),
    error_message: text('error_message').notNull(),
    /** Id and pattern of the error's group: see domain/error-group.ts. */
    error_group: text('error_group').notNull(),
    error_pattern: text('error_pattern').notNull(),
    retry_count: integer('retry_count').notNull(),
    failed_at: time('failed_at').notNull(),
    investigated: boolean('investigated').notNull(),
    resolution: text('resolution'),
    requeued_at: time('requeued_at'),
    decided_at: time('decided_at'),
    reason: text('reason'),
    workflow_state: jsonb('workflow_state').$type<DeadLetter['workflow_state']>().notNull(),
    updated_at: time('updated_at').notNull().defaultNow(),
  },
  (table) => [
    index('dead_letters_newest').on(table.failed_at, table.id),
    index('dead_letters_by_status').on(table.status, table.failed_at, table.id),
    index('dead_letters_by_group').on(table.error_group, table.failed_at, table.id),
    index('dead_letters_of_task').on(table.task_id, table.generation),
  ],
);

/** One row an agent whose breaker ever changed. Unlike records these rows decide, by the database's clock. */
export const circuitBreakers = pgTable('circuit_breakers', {
  agent: text('agent').primaryKey(),
  state: text('state').$type<BreakerStateName>().notNull(),
  breaker: jsonb('breaker').$type<CircuitBreaker>().notNull(),
  updated_at: time('updated_at').notNull().defaultNow(),
});

/** One row an agent whose account ever was closed, or bounded. These rows decide as well. */
export const agentAccounts = pgTable('agent_accounts', {
  agent: text('agent').primaryKey(),
  account: jsonb('account').$type<Account>().notNull(),
  updated_at: time('updated_at').notNull().defaultNow(),
});

/** One row a change of a breaker's state. */
export const breakerTransitions = pgTable(
  'breaker_transitions',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    agent: text('agent').notNull(),
    from_state: text('from_state').$type<BreakerStateName>().notNull(),
    to_state: text('to_state').$type<BreakerStateName>().notNull(),
    /** The generation that the change began. */
    generation: integer('generation').notNull(),
    reason: text('reason').notNull(),
    /** Who changed it: Chimera by itself, or an operator. */
    decided_by: text('decided_by').$type<'chimera' | 'operator'>().notNull(),
    at: time('at').notNull().defaultNow(),
  },
  (table) => [index('breaker_transitions_newest').on(table.agent, table.id)],
);
