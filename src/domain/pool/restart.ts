/** How the processes of a fleet have ended so far, as far as it bears on the next start. Times in ms since the epoch. */
export interface Deaths {
  /** When it died within the last minute, oldest first. */
  readonly recent: readonly number[];
  /** Deaths one after the other without a minute's life between. */
  readonly inARow: number;
}

/** What becomes of a process that died by itself. */
export type Restart =
  | { readonly kind: 'again'; readonly delayMs: number; readonly deaths: Deaths }
  | { readonly kind: 'down'; readonly deaths: Deaths };

/** A process that never died. */
export const NO_DEATHS: Deaths = { recent: [], inARow: 0 };

const MINUTE_MS = 60_000;
const MOST_DEATHS_A_MINUTE = 5;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;

/**
 * Starts a dead process again after a delay that doubles from 1 s to 30 s while it keeps dying within a minute of its
 * start; the fifth death within a minute is the last.
 */
export function restartAfter(deaths: Deaths, startedAt: number, now: number): Restart {
  const recent = [...deaths.recent.filter((at) => now - at < MINUTE_MS), now];
  const inARow = now - startedAt < MINUTE_MS ? deaths.inARow + 1 : 1;
  const next = { recent, inARow };
  if (recent.length >= MOST_DEATHS_A_MINUTE) return { kind: 'down', deaths: next };
  return { kind: 'again', delayMs: Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (inARow - 1)), deaths: next };
}
