/** What a task's score is made of. */
export interface ScoreInput {
  /** 1 to 10. */
  readonly priority: number;
  readonly waited_ms: number;
  /** Share of the pool in use, 0 to 1. */
  readonly utilization: number;
  /** What such tasks took lately; undefined when none has ended yet. */
  readonly estimated_ms: number | undefined;
}

const MS_PER_POINT = 300_000;
const MOST_WAIT_POINTS = 5;
const BUSY = 0.7;
const SHORT_MS = 60_000;
const SHORT_BONUS = 3;

/** Whether so much of a pool is in use that short tasks are preferred. */
export function isBusy(utilization: number): boolean {
  return utilization > BUSY;
}

/**
 * Score of a waiting task (S7): priority × 10 + min(wait_seconds / 300, 5) + 3 for a task of under a minute while the
 * pool is more than 70 % in use.
 */
export function score({ priority, waited_ms, utilization, estimated_ms }: ScoreInput): number {
  const waiting = Math.min(Math.max(0, waited_ms) / MS_PER_POINT, MOST_WAIT_POINTS);
  const short = isBusy(utilization) && estimated_ms !== undefined && estimated_ms < SHORT_MS;
  return priority * 10 + waiting + (short ? SHORT_BONUS : 0);
}
