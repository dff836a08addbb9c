import type { BreakerStateName } from '../circuit-breaker.ts';

/** A span of time in ms since the epoch, its end left out. */
export interface ReportPeriod {
  readonly from: number;
  readonly to: number;
}

/** A change of a breaker's state; `at` in ms since the epoch. */
export interface ReportedBreakerChange {
  readonly at: number;
  readonly from: BreakerStateName;
  readonly to: BreakerStateName;
  readonly reason: string;
}

/** A time for which a breaker was not closed. */
export interface BreakerTrouble {
  /** Null when it was so before the period began. */
  readonly began: number | null;
  /** Null while it is so. */
  readonly ended: number | null;
  /** Why it opened; null when that was before the period. */
  readonly reason: string | null;
}

/** The times for which a breaker was not closed, by its changes within a period, oldest first, and its state now. */
export function breakerTroubles(
  changes: readonly ReportedBreakerChange[],
  now: BreakerStateName,
): readonly BreakerTrouble[] {
  const ended: BreakerTrouble[] = [];
  const first = changes[0]?.from ?? now;
  let open: BreakerTrouble | undefined = first === 'CLOSED' ? undefined : { began: null, ended: null, reason: null };
  for (const { at, to, reason } of changes) {
    if (to === 'CLOSED') {
      if (open !== undefined) ended.push({ ...open, ended: at });
      open = undefined;
    } else open ??= { began: at, ended: null, reason };
  }
  return open === undefined ? ended : [...ended, open];
}

/** The share of a period, 0 to 1, for which a breaker was closed; 1 of a period without length. */
export function closedShare(troubles: readonly BreakerTrouble[], { from, to }: ReportPeriod): number {
  const length = Math.max(1, to - from);
  const troubled = troubles.reduce((sum, { began, ended }) => {
    const since = Math.max(from, began ?? from);
    return sum + Math.max(0, Math.min(to, ended ?? to) - since);
  }, 0);
  return Math.max(0, 1 - troubled / length);
}
