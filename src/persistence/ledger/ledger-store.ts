import { sql } from 'drizzle-orm';
import type { SpentByScope } from '../../domain/money/budget.ts';
import type { PricedCall } from '../../domain/money/model-call.ts';
import type { Phase } from '../../domain/phase.ts';
import type { Queries } from '../database.ts';
import { rowsAsJson } from '../rows-as-json.ts';
import { modelCalls } from '../schema.ts';
import { type LedgerGroup, type NamedSpending, spendingBy, type SpendingQuery } from './spending.ts';

/** A request to a model, with whose it was; `at` in ISO 8601. */
export interface ModelCallRecord extends PricedCall {
  /** Made up where it was seen. */
  readonly id: string;
  /** The agent's call that it belongs to. */
  readonly agent_call: string;
  readonly task_id: string;
  readonly project: string;
  readonly phase: Phase;
  readonly round: number;
  readonly agent: string;
  readonly at: string;
}

/** Whose spending a budget looks at; `now` in ms since the epoch names the day. */
export interface SpenderAtHand {
  readonly task_id: string;
  readonly project: string;
  readonly phase: Phase;
  readonly now: number;
}

/** Reads what was spent so far. */
export type ReadSpent = (spender: SpenderAtHand) => Promise<SpentByScope>;

/** The ledger of requests to models. */
export interface LedgerStore {
  /** Records different requests in one statement; one that is recorded already stays as it is. */
  saveAll(calls: readonly ModelCallRecord[]): Promise<void>;
  /** What was spent on a phase, a task, a project's day and the day, as far as it is recorded. */
  readonly spent: ReadSpent;
  /** What was spent by some group, in no order. */
  by(group: LedgerGroup, query: SpendingQuery): Promise<readonly NamedSpending[]>;
}

/** The ledger in a database. */
export function createLedgerStore(db: Queries): LedgerStore {
  return {
    async saveAll(calls) {
      await db
        .insert(modelCalls)
        .select(rowsAsJson(modelCalls, calls.map(rowOf)))
        .onConflictDoNothing();
    },
    spent: (spender) => spentBy(db, spender),
    by: (group, query) => spendingBy(db, group, query),
  };
}

const DAY_MS = 86_400_000;

async function spentBy(db: Queries, { task_id, project, phase, now }: SpenderAtHand): Promise<SpentByScope> {
  const day = new Date(Math.floor(now / DAY_MS) * DAY_MS).toISOString();
  const { at, tokens, cost_usd } = modelCalls;
  const ofTask = sql`${modelCalls.task_id} = ${task_id}`;
  const today = sql`${at} >= ${day}::timestamptz`;
  const sums = (where: typeof ofTask) => ({
    usd: sql<number>`coalesce(sum(${cost_usd}) filter (where ${where}), 0)::float8`,
    tokens: sql<number>`coalesce(sum(${tokens}) filter (where ${where}), 0)::float8`,
  });
  const [found] = await db
    .select({
      phase: sums(sql`${ofTask} and ${modelCalls.phase} = ${phase}`),
      task: sums(ofTask),
      project_day: sums(sql`${today} and ${modelCalls.project} = ${project}`),
      day: sums(today),
    })
    .from(modelCalls)
    .where(sql`${ofTask} or ${today}`);
  if (found === undefined) throw new Error('A sum has always a row.');
  return found;
}

function rowOf(record: ModelCallRecord): typeof modelCalls.$inferInsert {
  const { id, agent_call, task_id, project, phase, round, agent, at, call, tokens, cost_usd, cost_source } = record;
  const { outcome, status = null, model = null, usage } = call;
  return {
    ...{ id, call: agent_call, task_id, project, phase, round, agent, at: new Date(at), outcome, status, model },
    input: usage?.input ?? null,
    cached: usage?.cached ?? null,
    cached_written: usage?.cached_written ?? null,
    output: usage?.output ?? null,
    reasoning: usage?.reasoning ?? null,
    ...{ tokens, cost_usd, cost_source },
  };
}
