/**
 * The circuit breaker of one agent: state, event and now in, next state out.
 *
 * 1. While it is open nobody is let in before its time; one that was tripped stays open until a reset.
 * 2. Half open it never lets more calls in than there are probes, each with a lease that ends when its call falls silent.
 * 3. Every change of its state begins a new generation. The outcome of a call counts only in the generation that let the
 *    call in, so that one begun before the breaker opened neither closes it nor opens it again.
 */

import { lasts, type TimeSpan } from './time-span.ts';

/** By how much an agent may fail, and how it is tried again. Times in ms. */
export interface BreakerSettings {
  /** Failures without a success between them that open the breaker. */
  readonly failure_threshold: number;
  /** How long it stays open before it is tried again. */
  readonly open_ms: number;
  /** Calls at once that try it. */
  readonly half_open_calls: number;
  /** How long a trying call may be silent before another may take its place. */
  readonly probe_lease_ms: number;
}

/** Five failures, a minute, three calls; a silent call keeps its place for a minute. */
export const DEFAULT_BREAKER_SETTINGS: BreakerSettings = {
  failure_threshold: 5,
  open_ms: 60_000,
  half_open_calls: 3,
  probe_lease_ms: 60_000,
};

/** The states of a breaker. */
export const BREAKER_STATES = ['CLOSED', 'OPEN', 'HALF_OPEN'] as const;
export type BreakerStateName = (typeof BREAKER_STATES)[number];

/** A call that tries an agent, and until when it keeps its place, by the database's clock. */
export interface Probe extends TimeSpan {
  readonly token: string;
}

interface Common {
  /** Grows with every change of the state. */
  readonly generation: number;
  /** Failures since the last success. */
  readonly consecutive_failures: number;
}

/** A breaker as plain JSON. An open one without `until` was tripped. */
export type CircuitBreaker =
  | (Common & { readonly state: 'CLOSED' })
  | (Common & { readonly state: 'OPEN'; readonly since: number; readonly until?: number })
  | (Common & { readonly state: 'HALF_OPEN'; readonly since: number; readonly probes: readonly Probe[] });

/** The breaker of an agent that was never called. */
export const NEW_BREAKER: CircuitBreaker = { state: 'CLOSED', generation: 0, consecutive_failures: 0 };

/** A call that was let in: what its outcome is reported under. */
export interface CallPermit {
  readonly token: string;
  readonly generation: number;
}

/**
 * What happens to a breaker. `enter`: a call wants in. `succeeded`, `failed`: how an admitted call ended; `released`: it
 * ended in a way that says nothing about the agent. `alive`: the call shows that it goes on. `trip`, `reset`: an operator,
 * or `by` Chimera.
 */
export type BreakerEvent =
  | { readonly kind: 'enter'; readonly token: string }
  | (CallPermit & { readonly kind: 'succeeded' | 'released' | 'alive' })
  | (CallPermit & { readonly kind: 'failed'; readonly reason: string })
  | { readonly kind: 'trip' | 'reset'; readonly reason: string; readonly by?: 'chimera' };

/** What a breaker says to a call that wants in; `retry_ms` is how long it is closed for sure, 0 when that is not known. */
export type Entrance =
  | { readonly kind: 'admitted'; readonly generation: number; readonly probe: boolean }
  | { readonly kind: 'refused'; readonly retry_ms: number };

/** What an event makes of a breaker. */
export interface BreakerStep {
  readonly breaker: CircuitBreaker;
  /** Why the state changed; undefined when it did not. */
  readonly reason?: string;
  /** The answer to an `enter`. */
  readonly entrance?: Entrance;
}

/** What an event makes of a breaker; the same object when it changes nothing. `now` in ms since the epoch. */
export function react(
  breaker: CircuitBreaker,
  event: BreakerEvent,
  settings: BreakerSettings,
  now: number,
): BreakerStep {
  switch (event.kind) {
    case 'enter':
      return enter(breaker, event.token, settings, now);
    case 'trip':
      return trip(breaker, event.reason, now);
    case 'reset':
      return reset(breaker, event.reason);
    default:
      return event.generation === breaker.generation ? report(breaker, event, settings, now) : { breaker };
  }
}

/** Whether a call could be let in, and succeed, without changing the breaker: it is closed, and no failure counts. */
export function isClean({ state, consecutive_failures }: CircuitBreaker): boolean {
  return state === 'CLOSED' && consecutive_failures === 0;
}

/** The probes that keep their place. */
export function liveProbes({ probes }: { readonly probes: readonly Probe[] }, now: number): readonly Probe[] {
  return probes.filter((probe) => lasts(probe, now));
}

function enter(breaker: CircuitBreaker, token: string, settings: BreakerSettings, now: number): BreakerStep {
  const { generation } = breaker;
  const probe = { token, since: now, until: now + settings.probe_lease_ms };
  switch (breaker.state) {
    case 'CLOSED':
      return { breaker, entrance: { kind: 'admitted', generation, probe: false } };
    case 'OPEN': {
      const { since, until } = breaker;
      if (until === undefined) return { breaker, entrance: { kind: 'refused', retry_ms: settings.open_ms } };
      if (lasts({ since, until }, now)) return { breaker, entrance: { kind: 'refused', retry_ms: until - now } };
      return {
        breaker: next(breaker, { state: 'HALF_OPEN', since: now, probes: [probe] }),
        reason: 'its time is over, so it is tried again',
        entrance: { kind: 'admitted', generation: generation + 1, probe: true },
      };
    }
    case 'HALF_OPEN': {
      const live = liveProbes(breaker, now);
      if (live.length >= settings.half_open_calls) return { breaker, entrance: { kind: 'refused', retry_ms: 0 } };
      return {
        breaker: { ...breaker, probes: [...live, probe] },
        entrance: { kind: 'admitted', generation, probe: true },
      };
    }
  }
}

type Report = Extract<BreakerEvent, CallPermit>;

function report(breaker: CircuitBreaker, event: Report, settings: BreakerSettings, now: number): BreakerStep {
  switch (breaker.state) {
    case 'OPEN':
      return { breaker };
    case 'CLOSED':
      return counted(breaker, event, settings, now);
    case 'HALF_OPEN':
      return tried(breaker, event, settings, now);
  }
}

function counted(breaker: CircuitBreaker, event: Report, settings: BreakerSettings, now: number): BreakerStep {
  const { consecutive_failures: before } = breaker;
  if (event.kind === 'succeeded' && before > 0) return { breaker: { ...breaker, consecutive_failures: 0 } };
  if (event.kind !== 'failed') return { breaker };
  const failed = { ...breaker, consecutive_failures: before + 1 };
  if (failed.consecutive_failures < settings.failure_threshold) return { breaker: failed };
  const open = { state: 'OPEN', since: now, until: now + settings.open_ms } as const;
  return { breaker: next(failed, open), reason: `${before + 1} failures in a row, the last: ${event.reason}` };
}

function tried(
  breaker: CircuitBreaker & { readonly state: 'HALF_OPEN' },
  event: Report,
  settings: BreakerSettings,
  now: number,
): BreakerStep {
  const others = breaker.probes.filter(({ token }) => token !== event.token);
  switch (event.kind) {
    case 'succeeded':
      return {
        breaker: next({ ...breaker, consecutive_failures: 0 }, { state: 'CLOSED' }),
        reason: 'a call succeeded',
      };
    case 'failed': {
      const failed = { ...breaker, consecutive_failures: breaker.consecutive_failures + 1 };
      const open = { state: 'OPEN', since: now, until: now + settings.open_ms } as const;
      return { breaker: next(failed, open), reason: `a call that tried it failed: ${event.reason}` };
    }
    case 'released':
      return others.length === breaker.probes.length ? { breaker } : { breaker: { ...breaker, probes: others } };
    case 'alive': {
      const live = liveProbes({ probes: others }, now);
      // Its place may have been given to another while it was silent.
      if (live.length >= settings.half_open_calls) return { breaker };
      const probe = { token: event.token, since: now, until: now + settings.probe_lease_ms };
      return { breaker: { ...breaker, probes: [...live, probe] } };
    }
  }
}

function trip(breaker: CircuitBreaker, reason: string, now: number): BreakerStep {
  if (breaker.state === 'OPEN' && breaker.until === undefined) return { breaker };
  return { breaker: next(breaker, { state: 'OPEN', since: now }), reason };
}

function reset(breaker: CircuitBreaker, reason: string): BreakerStep {
  if (isClean(breaker)) return { breaker };
  return { breaker: next({ ...breaker, consecutive_failures: 0 }, { state: 'CLOSED' }), reason };
}

type WithoutCommon<T> = T extends CircuitBreaker ? Omit<T, keyof Common> : never;

function next({ generation, consecutive_failures }: Common, state: WithoutCommon<CircuitBreaker>): CircuitBreaker {
  return { ...state, generation: generation + 1, consecutive_failures };
}
