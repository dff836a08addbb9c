/**
 * Does something at once and then again and again, one at a time, `everyMs` after the last began, and besides as soon as
 * `soonerMs` says when it was done; ends after what is under way.
 */
export function every<Done>(
  everyMs: number,
  work: () => Promise<Done>,
  failed: (error: unknown) => void,
  soonerMs: (done: Done) => number = () => everyMs,
): () => Promise<void> {
  let underWay: Promise<void> | undefined;
  let sooner: NodeJS.Timeout | undefined;
  const isDone = (done: Done): void => {
    const ms = soonerMs(done);
    clearTimeout(sooner);
    if (!ended && ms < everyMs) sooner = setTimeout(begin, ms);
  };
  let ended = false;
  const begin = (): void => {
    underWay ??= work()
      .then(isDone, failed)
      .finally(() => {
        underWay = undefined;
      });
  };
  begin();
  const timer = setInterval(begin, everyMs);
  return async () => {
    ended = true;
    clearInterval(timer);
    clearTimeout(sooner);
    await underWay;
  };
}
