import { desc } from 'drizzle-orm';
import type { ReportedBreakerChange, ReportPeriod } from '../../domain/report/breaker-trouble.ts';
import type { Queries } from '../database.ts';
import { breakerTransitions } from '../schema.ts';
import { inPeriod } from './in-period.ts';

/** A change of an agent's breaker. */
export interface AgentBreakerChange extends ReportedBreakerChange {
  readonly agent: string;
}

const MOST = 5_000;

/** The changes of breakers in a period, oldest first; of very many the latest 5 000. */
export async function breakerChanges(db: Queries, period: ReportPeriod): Promise<readonly AgentBreakerChange[]> {
  const { agent, from_state: from, to_state: to, reason, at, id } = breakerTransitions;
  const rows = await db
    .select({ agent, from, to, reason, at })
    .from(breakerTransitions)
    .where(inPeriod(at, period))
    .orderBy(desc(id))
    .limit(MOST);
  return rows.toReversed().map((row) => ({ ...row, at: row.at.getTime() }));
}
