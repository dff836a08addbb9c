import type { HeartbeatState } from './state.ts';

/** How bad a state is: 0 is well, undefined is not known. */
const TROUBLES: Readonly<Record<HeartbeatState | 'UNKNOWN', number | undefined>> = {
  EXPECTED: 0,
  HEALTHY: 0,
  STOPPED: 0,
  DEGRADED: 1,
  CRITICAL: 2,
  FAILED: 5,
  UNKNOWN: undefined,
};

/** How bad it is with somebody by its heartbeats: 0 for who is well, the greater the worse; undefined when nobody knows. */
export function heartbeatTrouble(state: HeartbeatState | 'UNKNOWN'): number | undefined {
  return TROUBLES[state];
}
