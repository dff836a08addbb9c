/** How long a job may take. */
export interface TimeLimit {
  /** Of the thread's own processor time, in ms: that a busy host lets it wait is no fault of the job. */
  readonly usedMs: number;
  /** Altogether, in ms. */
  readonly passedMs: number;
}

/** How long a thread may keep silent when it is asked for its time, in ms: it is in a call that nothing interrupts. */
const SILENCE_MS = 1_000;

/** Looks again at the earliest after so many ms. */
const LEAST_WAIT_MS = 20;

/**
 * Calls `over` once a job has used or taken more than it may; `used` tells what the thread has used for it so far. What is
 * returned ends the watch.
 */
export function watchLimit(limit: TimeLimit, used: () => Promise<number>, over: () => void): () => void {
  const began = performance.now();
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    ended = true;
    clearTimeout(timer);
  };
  const exceed = (): void => {
    if (ended) return;
    end();
    over();
  };
  const lookIn = (ms: number): void => {
    timer = setTimeout(look, Math.max(ms, LEAST_WAIT_MS));
  };
  const look = (): void => {
    const left = limit.passedMs - (performance.now() - began);
    if (left <= 0) {
      exceed();
      return;
    }
    timer = setTimeout(exceed, Math.min(SILENCE_MS, left));
    used().then(
      (usedMs) => {
        if (ended) return;
        clearTimeout(timer);
        if (usedMs >= limit.usedMs) exceed();
        else lookIn(Math.min(limit.usedMs - usedMs, left));
      },
      // A thread that is gone says so itself.
      () => undefined,
    );
  };
  lookIn(Math.min(limit.usedMs, limit.passedMs));
  return end;
}
