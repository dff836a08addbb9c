import type { Judgement } from './judge.ts';

/**
 * The share of the time since it was first seen, or until it was stopped, that a worker or agent was not FAILED, 0 to 1:
 * `1 - failed / (end - first seen)`. A time in which nobody could look counts as the state before it.
 */
export function uptimeOf({ state, since, failed_ms }: Judgement, firstSeen: number, now: number): number {
  const end = state === 'STOPPED' ? since : now;
  const failed = failed_ms + (state === 'FAILED' ? Math.max(0, now - since) : 0);
  const seen = end - firstSeen;
  if (seen <= 0) return state === 'FAILED' ? 0 : 1;
  return Math.min(1, Math.max(0, 1 - failed / seen));
}
