/**
 * How a worker or an agent stands by its heartbeats. EXPECTED: none came yet, and none is overdue; STOPPED: it ended as it
 * was asked to.
 */
export const HEARTBEAT_STATES = ['EXPECTED', 'HEALTHY', 'DEGRADED', 'CRITICAL', 'FAILED', 'STOPPED'] as const;

export type HeartbeatState = (typeof HEARTBEAT_STATES)[number];

/** The states that the age of a heartbeat decides, each one interval later than the one before. */
const BY_AGE = ['HEALTHY', 'DEGRADED', 'CRITICAL', 'FAILED'] as const;

type StateByAge = (typeof BY_AGE)[number];

/** After so many intervals without a heartbeat its sender has failed. */
export const FAILED_AFTER_INTERVALS = 3;

/** The state of a sender whose last heartbeat is so old: a state an interval, and FAILED from the third on. Both in ms. */
export function stateOfAge(ageMs: number, intervalMs: number): StateByAge {
  return BY_AGE[Math.max(0, Math.floor(ageMs / intervalMs))] ?? 'FAILED';
}

/** How bad the states are that an age decides. */
const SEVERITY: Readonly<Record<StateByAge, number>> = { HEALTHY: 0, DEGRADED: 1, CRITICAL: 2, FAILED: 3 };

/** Whether a state is one that an age decides. */
export function isByAge(state: HeartbeatState): state is StateByAge {
  return state in SEVERITY;
}

/** Whether one state is worse than another. */
export function isWorse(state: StateByAge, than: StateByAge): boolean {
  return SEVERITY[state] > SEVERITY[than];
}
