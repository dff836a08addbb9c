import { sql } from 'drizzle-orm';
import type { ReportPeriod } from '../../domain/report/breaker-trouble.ts';
import type { Usage, UsageOf } from '../../domain/report/spending.ts';
import type { Queries } from '../database.ts';
import { agentMetrics, modelCalls } from '../schema.ts';
import { inPeriod } from './in-period.ts';

/** The calls of one agent that ended: those neither answered nor failed were broken off, or put off by the agent. */
export interface AgentCallUsage extends UsageOf {
  readonly answered: number;
  readonly failed: number;
}

/** The calls of agents that ended in a period, and what their requests to models took that ended in it. */
export interface CallUsage {
  readonly total: Usage;
  readonly by_project: readonly UsageOf[];
  readonly by_agent: readonly AgentCallUsage[];
  readonly by_phase: readonly UsageOf[];
  readonly by_model: readonly UsageOf[];
}

const { project, agent, phase, ended_at, outcome } = agentMetrics;

const CALLS = {
  calls: sql<number>`count(*)::int`,
  answered: sql<number>`(count(*) filter (where ${outcome} = 'answered'))::int`,
  failed: sql<number>`(count(*) filter (where ${outcome} not in ('answered', 'interrupted', 'postponed')))::int`,
};

const model = sql<string>`coalesce(${modelCalls.model}, 'not told')`;

const SPENT = {
  tokens_used: sql<number>`coalesce(sum(${modelCalls.tokens}), 0)::float8`,
  cost_usd: sql<number>`coalesce(sum(${modelCalls.cost_usd}), 0)::float8`,
  /** Calls with requests to the model. */
  calls: sql<number>`count(distinct ${modelCalls.call})::int`,
};

/** A row of grouping sets: columns of the other sets are null in it, which the columns' own types do not tell. */
type SetRow<Name extends string, Figures> = Readonly<Record<Name, string | null>> & Figures;

/**
 * What the calls of a period used: in all, by project, agent, phase and model, from one look at them and one at the ledger.
 * A call under way has spent already, and is not counted yet.
 */
export async function callUsage(db: Queries, period: ReportPeriod): Promise<CallUsage> {
  const called: readonly SetRow<'project' | 'agent' | 'phase', typeof NO_CALLS>[] = await db
    .select({ project, agent, phase, ...CALLS })
    .from(agentMetrics)
    .where(inPeriod(ended_at, period))
    .groupBy(sql`grouping sets ((${project}), (${agent}), (${phase}), ())`);
  const spent: readonly SetRow<'project' | 'agent' | 'phase' | 'model', Usage>[] = await db
    .select({ project: modelCalls.project, agent: modelCalls.agent, phase: modelCalls.phase, model, ...SPENT })
    .from(modelCalls)
    .where(inPeriod(modelCalls.at, period))
    .groupBy(
      sql`grouping sets ((${modelCalls.project}), (${modelCalls.agent}), (${modelCalls.phase}), (${model}), ())`,
    );
  const both = (set: 'project' | 'agent' | 'phase'): readonly AgentCallUsage[] => {
    const calls = byName(called, set);
    const money = byName(spent, set);
    return [...new Set([...calls.keys(), ...money.keys()])].map((name) => {
      const { calls: count, answered, failed } = calls.get(name) ?? NO_CALLS;
      const { tokens_used, cost_usd } = money.get(name) ?? NOTHING_USED;
      return { name, calls: count, tokens_used, cost_usd, answered, failed };
    });
  };
  const isWhole = (row: Readonly<Partial<Record<'project' | 'agent' | 'phase' | 'model', string | null>>>): boolean =>
    [row.project, row.agent, row.phase, row.model ?? null].every((value) => value === null);
  const all = spent.find(isWhole) ?? NOTHING_USED;
  return {
    total: { ...usageOf(all), calls: called.find(isWhole)?.calls ?? 0 },
    by_project: both('project').map(withoutEnds),
    by_agent: both('agent'),
    by_phase: both('phase').map(withoutEnds),
    by_model: [...byName(spent, 'model')].map(([name, row]) => ({ name, ...usageOf(row) })),
  };
}

const NO_CALLS = { calls: 0, answered: 0, failed: 0 };
const NOTHING_USED: Usage = { calls: 0, tokens_used: 0, cost_usd: 0 };

function byName<Name extends string, Row extends Readonly<Partial<Record<Name, string | null>>>>(
  rows: readonly Row[],
  set: Name,
): ReadonlyMap<string, Row> {
  return new Map(
    rows.flatMap((row): [string, Row][] => {
      const name = row[set];
      return typeof name === 'string' ? [[name, row]] : [];
    }),
  );
}

function withoutEnds({ name, ...used }: AgentCallUsage): UsageOf {
  return { name, ...usageOf(used) };
}

function usageOf({ calls, tokens_used, cost_usd }: Usage): Usage {
  return { calls, tokens_used, cost_usd };
}
