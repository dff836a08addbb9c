import type { Phase } from '../../domain/phase.ts';
import type { AgentUsage } from '../../domain/phase-result.ts';
import type { SessionFacts } from '../../domain/session-facts.ts';
import type { Queries } from '../database.ts';
import { rowsAsJson } from '../rows-as-json.ts';
import { agentMetrics } from '../schema.ts';

/** A call of an agent that ended; `ended_at` in ISO 8601. */
export interface AgentCallRecord extends AgentUsage, SessionFacts {
  /** Made up where the call was made. */
  readonly id: string;
  readonly agent: string;
  readonly task_id: string;
  readonly project: string;
  readonly phase: Phase;
  readonly round: number;
  readonly ended_at: string;
  readonly duration_ms: number;
  /** answered, interrupted, or the class of the error. */
  readonly outcome: string;
}

/** The calls of agents. */
export interface AgentCallStore {
  /** Records different calls in one statement; one that is recorded already stays as it is. */
  saveAll(calls: readonly AgentCallRecord[]): Promise<void>;
}

/** The calls of agents in a database. */
export function createAgentCallStore(db: Queries): AgentCallStore {
  return {
    async saveAll(calls) {
      const rows = calls.map((call) => ({ ...call, ended_at: new Date(call.ended_at) }));
      await db.insert(agentMetrics).select(rowsAsJson(agentMetrics, rows)).onConflictDoNothing();
    },
  };
}
