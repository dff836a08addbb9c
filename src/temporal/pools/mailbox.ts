/**
 * Sends one batch at a time: what is put in while one is under way goes with the next, so that whoever is busy sends few.
 * Each call settles with the batch that its items went with.
 */
export function createMailbox<T, R>(send: (items: readonly T[]) => Promise<R>): (items: readonly T[]) => Promise<R> {
  let waiting: readonly T[] = [];
  let next: Promise<R> | undefined;
  let underWay: Promise<unknown> = Promise.resolve();

  return (items) => {
    waiting = [...waiting, ...items];
    next ??= underWay.then(() => {
      const batch = waiting;
      waiting = [];
      next = undefined;
      const sent = send(batch);
      underWay = sent.catch(() => undefined);
      return sent;
    });
    return next;
  };
}
