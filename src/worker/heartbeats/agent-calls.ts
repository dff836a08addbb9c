import type { Phase } from '../../domain/phase.ts';

/** What an agent is called for. */
export interface CallOf {
  /** As circuit breakers know it. */
  readonly agent: string;
  readonly task_id: string;
  readonly phase: Phase;
}

/** A call under way. */
export interface RunningCall {
  /** The agent has said what it does. */
  progressed(): void;
  ended(): void;
}

/** Who is told of the calls of agents. It neither fails nor waits. */
export interface AgentCalls {
  began(call: CallOf): RunningCall;
}
