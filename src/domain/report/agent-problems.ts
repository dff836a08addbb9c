import type { BreakerStateName } from '../circuit-breaker.ts';
import type { HealthSettings } from '../health/settings.ts';
import { rounded } from '../health/wording.ts';
import type { HeartbeatState } from '../heartbeat/state.ts';

/** An agent over a period: how it stands now (undefined: not known), and its calls; the interrupted count for nothing. */
export interface AgentRecord {
  readonly breaker: BreakerStateName | undefined;
  /** By its heartbeats. */
  readonly state: HeartbeatState | undefined;
  readonly answered: number;
  readonly failed: number;
}

/** The share of an agent's calls that were answered, 0 to 1; null without calls. */
export function callSuccess({ answered, failed }: Pick<AgentRecord, 'answered' | 'failed'>): number | null {
  return answered + failed === 0 ? null : answered / (answered + failed);
}

/** What is said of an agent whose heartbeats are missed. */
const MISSED: Readonly<Partial<Record<HeartbeatState, string>>> = {
  CRITICAL: 'its heartbeats are late',
  FAILED: 'no worker that can call it gives a sign of life',
};

/**
 * What is wrong with an agent, in words: its heartbeats are missed, its breaker is not closed, or too few of enough calls were
 * answered.
 */
export function agentProblems(record: AgentRecord, { warning, events }: HealthSettings['success']): readonly string[] {
  const { breaker, state, answered, failed } = record;
  const missed = state && MISSED[state];
  const calls = answered + failed;
  const success = callSuccess(record);
  const isLow = success !== null && calls >= events && success * 100 < warning;
  return [
    ...(missed === undefined ? [] : [missed]),
    ...(breaker === undefined || breaker === 'CLOSED' ? [] : [`its circuit breaker is ${breaker}`]),
    ...(isLow ? [`${failed} of ${calls} calls failed: ${rounded(success * 100)} % were answered`] : []),
  ];
}
