import { and, gt, lte, sql } from 'drizzle-orm';
import type { OutcomeCounts } from '../../domain/pool/window.ts';
import type { Queries } from '../database.ts';
import { agentMetrics } from '../schema.ts';

/** Outcomes that say nothing about the agent: it was broken off, is busy, or lacked what others should have kept. */
const NEITHER = ['interrupted', 'postponed', 'missing'] as const;

/** How the calls of each agent ended after one moment and up to another, both in ms since the epoch. */
export async function countCalls(
  db: Queries,
  after: number,
  until: number,
): Promise<ReadonlyMap<string, OutcomeCounts>> {
  const { agent, ended_at, outcome } = agentMetrics;
  const neither = sql.join(
    NEITHER.map((one) => sql`${one}`),
    sql`, `,
  );
  const rows = await db
    .select({
      agent,
      completed: sql<number>`count(*) filter (where ${outcome} = 'answered')`.mapWith(Number),
      failed: sql<number>`count(*) filter (where ${outcome} not in ('answered', ${neither}))`.mapWith(Number),
    })
    .from(agentMetrics)
    .where(and(gt(ended_at, new Date(after)), lte(ended_at, new Date(until))))
    .groupBy(agent);
  return new Map(rows.map(({ agent: name, ...ends }) => [name, ends]));
}
