/** Does something at once and then again and again, one at a time, `everyMs` after the last began; ends after what is under way. */
export function every(
  everyMs: number,
  work: () => Promise<unknown>,
  failed: (error: unknown) => void,
): () => Promise<void> {
  let underWay: Promise<void> | undefined;
  const begin = (): void => {
    underWay ??= work()
      .then(() => undefined, failed)
      .finally(() => {
        underWay = undefined;
      });
  };
  begin();
  const timer = setInterval(begin, everyMs);
  return async () => {
    clearInterval(timer);
    await underWay;
  };
}
