import { sql } from 'drizzle-orm';
import type { ReportPeriod } from '../../domain/report/breaker-trouble.ts';
import type { Usage, UsageOf } from '../../domain/report/spending.ts';
import type { Queries } from '../database.ts';
import { agentMetrics } from '../schema.ts';
import { inPeriod } from './in-period.ts';

/** The calls of one agent that ended: those neither answered nor failed were broken off, or put off by the agent. */
export interface AgentCallUsage extends UsageOf {
  readonly answered: number;
  readonly failed: number;
}

/** The calls of agents that ended in a period. */
export interface CallUsage {
  readonly total: Usage;
  readonly by_project: readonly UsageOf[];
  readonly by_agent: readonly AgentCallUsage[];
  readonly by_phase: readonly UsageOf[];
}

const { project, agent, phase, ended_at, outcome, tokens_used, cost_usd } = agentMetrics;

const FIGURES = {
  calls: sql<number>`count(*)::int`,
  answered: sql<number>`(count(*) filter (where ${outcome} = 'answered'))::int`,
  failed: sql<number>`(count(*) filter (where ${outcome} not in ('answered', 'interrupted', 'postponed')))::int`,
  tokens_used: sql<number>`coalesce(sum(${tokens_used}), 0)::float8`,
  cost_usd: sql<number>`coalesce(sum(${cost_usd}), 0)::float8`,
};

/** What the calls of a period used: in all, by project, by agent and by phase, from one look at them. */
export async function callUsage(db: Queries, period: ReportPeriod): Promise<CallUsage> {
  const rows = await db
    .select({ project, agent, phase, ...FIGURES })
    .from(agentMetrics)
    .where(inPeriod(ended_at, period))
    .groupBy(sql`grouping sets ((${project}), (${agent}), (${phase}), ())`);
  /** The rows of one set, by what they are of; columns of the other sets are null in them. */
  const named = (name: 'project' | 'agent' | 'phase'): readonly AgentCallUsage[] =>
    rows.flatMap((row) => {
      // The driver gives null for what is not of the row's set, which the columns' own types do not tell.
      const value = row[name] as string | null;
      return value === null ? [] : [{ name: value, ...usageOf(row), answered: row.answered, failed: row.failed }];
    });
  const all = rows.find((row) => [row.project, row.agent, row.phase].every((value: string | null) => value === null));
  const withoutEnds = ({ name, calls, tokens_used: tokens, cost_usd: cost }: AgentCallUsage): UsageOf => ({
    name,
    calls,
    tokens_used: tokens,
    cost_usd: cost,
  });
  return {
    total: all === undefined ? { calls: 0, tokens_used: 0, cost_usd: 0 } : usageOf(all),
    by_project: named('project').map(withoutEnds),
    by_agent: named('agent'),
    by_phase: named('phase').map(withoutEnds),
  };
}

function usageOf({ calls, tokens_used: tokens, cost_usd: cost }: Usage): Usage {
  return { calls, tokens_used: tokens, cost_usd: cost };
}
