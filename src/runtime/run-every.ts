import { atMost } from '../api/at-most.ts';

/**
 * How long a stop waits for what is under way, in ms: longer than a small statement takes, or a stop would not be in time
 * where a server says nothing.
 */
const STOP_LIMIT_MS = 2_000;

/**
 * Does something at once and then again and again, one at a time, `everyMs` after the last began, and besides as soon as
 * `soonerMs` says when it was done. What it gives ends that: it tells what is under way by its signal, and settles after it,
 * or two seconds later.
 */
export function runEvery<Done>(
  everyMs: number,
  work: (stopping: AbortSignal) => Promise<Done>,
  failed: (error: unknown) => void,
  soonerMs: (done: Done) => number = () => everyMs,
): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let underWay: Promise<void> | undefined;
  let sooner: NodeJS.Timeout | undefined;
  const isDone = (done: Done): void => {
    const ms = soonerMs(done);
    clearTimeout(sooner);
    if (!signal.aborted && ms < everyMs) sooner = setTimeout(begin, ms);
  };
  const hasFailed = (error: unknown): void => {
    if (!signal.aborted) failed(error);
  };
  const begin = (): void => {
    underWay ??= work(signal)
      .then(isDone, hasFailed)
      .finally(() => {
        underWay = undefined;
      });
  };
  begin();
  const timer = setInterval(begin, everyMs);
  return async () => {
    stopping.abort();
    clearInterval(timer);
    clearTimeout(sooner);
    await atMost(STOP_LIMIT_MS, underWay ?? Promise.resolve());
  };
}
