import { and, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import type { SpendingSum } from '../../domain/money/spending.ts';
import type { Phase } from '../../domain/phase.ts';
import type { Queries } from '../database.ts';
import { modelCalls } from '../schema.ts';
import { storable } from '../storable.ts';

/** By what spending is put together. */
export type LedgerGroup = 'project' | 'task' | 'phase' | 'round' | 'agent' | 'model' | 'day';

/** Which requests: those that ended from `from` on and before `to`, both in ms since the epoch. */
export interface SpendingQuery {
  readonly from?: number;
  readonly to: number;
  readonly project?: string;
  readonly phase?: Phase;
  readonly agent?: string;
  readonly model?: string;
  readonly task?: string;
}

/** Spending of one group, by its name. */
export interface NamedSpending extends SpendingSum {
  readonly name: string;
}

const { project, task_id, phase, round, agent, model, at, outcome, cost_usd, cost_source, tokens } = modelCalls;

/** The name of a request's group, as text. */
const NAMES: Readonly<Record<LedgerGroup, SQL<string>>> = {
  project: sql`${project}`,
  task: sql`${task_id}`,
  phase: sql`${phase}`,
  round: sql`${phase} || ' ' || ${round}::text`,
  agent: sql`${agent}`,
  model: sql`coalesce(${model}, 'not told')`,
  day: sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD')`,
};

const summed = (column: SQL): SQL<number> => sql<number>`coalesce(sum(${column}), 0)::float8`;

const FIGURES = {
  requests: sql<number>`count(*)::int`,
  refused: sql<number>`(count(*) filter (where ${outcome} in ('refused', 'failed')))::int`,
  input: summed(sql`${modelCalls.input}`),
  cached: summed(sql`${modelCalls.cached}`),
  output: summed(sql`${modelCalls.output}`),
  reasoning: summed(sql`${modelCalls.reasoning}`),
  tokens: summed(sql`${tokens}`),
  cost_usd: summed(sql`${cost_usd}`),
  estimated_usd: sql<number>`coalesce(sum(${cost_usd}) filter (where ${cost_source} = 'estimate'), 0)::float8`,
  unpriced: sql<number>`(count(*) filter (where ${cost_usd} is null))::int`,
};

/** What was spent by some group, in no order. */
export async function spendingBy(
  db: Queries,
  group: LedgerGroup,
  query: SpendingQuery,
): Promise<readonly NamedSpending[]> {
  const name = NAMES[group];
  return db
    .select({ name, ...FIGURES })
    .from(modelCalls)
    .where(conditionOf(query))
    .groupBy(sql`1`);
}

function conditionOf(query: SpendingQuery): SQL | undefined {
  return and(
    query.from === undefined ? undefined : gte(at, new Date(query.from)),
    lt(at, new Date(query.to)),
    query.project === undefined ? undefined : eq(project, storable(query.project)),
    query.phase === undefined ? undefined : eq(phase, query.phase),
    query.agent === undefined ? undefined : eq(agent, storable(query.agent)),
    query.model === undefined ? undefined : eq(model, storable(query.model)),
    query.task === undefined ? undefined : eq(task_id, storable(query.task)),
  );
}
