/** Puts items into the mailbox of a pool; settles with the batch that they went with. */
export type ToPool<T, R> = (pool: string, items: readonly T[]) => Promise<R>;

/** A mailbox a pool, made when it is first needed. */
export function mailboxes<T, R>(send: ToPool<T, R>): ToPool<T, R> {
  const byPool = new Map<string, ReturnType<typeof createMailbox<T, R>>>();
  return (pool, items) => {
    const mailbox = byPool.get(pool) ?? createMailbox((batch: readonly T[]) => send(pool, batch));
    byPool.set(pool, mailbox);
    return mailbox(items);
  };
}

/**
 * Sends one batch at a time: what is put in while one is under way goes with the next, so that whoever is busy sends few.
 * Each call settles with the batch that its items went with.
 */
function createMailbox<T, R>(send: (items: readonly T[]) => Promise<R>): (items: readonly T[]) => Promise<R> {
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
