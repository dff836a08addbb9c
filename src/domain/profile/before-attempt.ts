import type { Tries } from '../tries.ts';
import type { SectionTimes } from './section.ts';

/** What an attempt knows of the time before it. */
export interface AttemptContext {
  /** When its phase could begin, ISO 8601. */
  readonly ready_at: string;
  /** Tries of the phase in this round that did not succeed. */
  readonly tries: Tries;
}

/**
 * What a phase waited for before an attempt that starts at `now`, in ms since the epoch: a first one for its task to be
 * handed over, a later one for its time to come, and for a worker. Clocks of different hosts are compared here, so what
 * would be negative is 0.
 */
export function beforeAttempt(
  { ready_at, tries }: AttemptContext,
  now: number,
): Pick<SectionTimes, 'state_transition' | 'retry_wait'> {
  const { log } = tries;
  if (log.length === 0) return { state_transition: since(ready_at, now), retry_wait: 0 };
  // Of an attempt whose worker died it is not known when it ended: that one has no delay, and its time is part of the wait.
  const last = log.findLast(({ delay_ms }) => delay_ms !== null);
  return { state_transition: 0, retry_wait: since(last?.at ?? ready_at, now) };
}

function since(moment: string, now: number): number {
  return Math.max(0, now - Date.parse(moment));
}
