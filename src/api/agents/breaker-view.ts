import { type BreakerStateName, type CircuitBreaker, liveProbes } from '../../domain/circuit-breaker.ts';

/** A breaker as the API shows it; times in ISO 8601. */
export interface BreakerView {
  readonly state: BreakerStateName;
  readonly consecutive_failures: number;
  readonly tripped: boolean;
  readonly opened_at: string | null;
  readonly retry_at: string | null;
  readonly probes: { readonly since: string; readonly until: string }[];
  readonly generation: number;
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** A breaker as the API shows it; `now` by the database's clock, in ms since the epoch. */
export function breakerView(breaker: CircuitBreaker, now: number): BreakerView {
  const { state, consecutive_failures, generation } = breaker;
  const open = breaker.state === 'OPEN' ? breaker : undefined;
  return {
    state,
    consecutive_failures,
    tripped: open !== undefined && open.until === undefined,
    opened_at: open === undefined ? null : iso(open.since),
    retry_at: open?.until === undefined ? null : iso(open.until),
    probes:
      breaker.state === 'HALF_OPEN'
        ? liveProbes(breaker, now).map(({ since, until }) => ({ since: iso(since), until: iso(until) }))
        : [],
    generation,
  };
}
