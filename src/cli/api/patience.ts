import { EXIT } from '../exit-code.ts';
import { CliFailure } from '../failure.ts';

/** How long something is followed though the API is away, and the pause between two tries, in ms. */
export interface Patience {
  readonly outageMs: number;
  readonly pauseMs: number;
}

/** A minute of outage, a try each second. */
export const STANDARD_PATIENCE: Patience = { outageMs: 60_000, pauseMs: 1_000 };

/** Whether an error may pass by itself: the API is away, or does not take requests now. */
export function isPassing(error: unknown): boolean {
  return !(error instanceof CliFailure) || error.exitCode === EXIT.unreachable;
}
