/**
 * Collects what comes under a key while work under it is under way, and does all of that together when it has ended, with
 * one result for each item in their order. What takes longer than `patienceMs` holds up nobody any more, so work must be
 * safe to overlap.
 */
export function decidedTogether<Item, Result>(
  work: (key: string, items: readonly Item[]) => Promise<readonly Result[]>,
  patienceMs: number,
): (key: string, item: Item) => Promise<Result> {
  interface Batch {
    readonly items: Item[];
    readonly results: Promise<readonly Result[]>;
  }
  const waiting = new Map<string, Batch>();
  const underWay = new Map<string, Promise<void>>();

  function newBatch(key: string): Batch {
    const items: Item[] = [];
    const before = underWay.get(key) ?? Promise.resolve();
    const results = before.then(() => {
      waiting.delete(key);
      return work(key, items);
    });
    underWay.set(
      key,
      before.then(() => over(results, patienceMs)),
    );
    const batch = { items, results };
    waiting.set(key, batch);
    return batch;
  }

  return async (key, item) => {
    const batch = waiting.get(key) ?? newBatch(key);
    const place = batch.items.push(item) - 1;
    const result = (await batch.results)[place];
    if (result === undefined) throw new Error(`There is no result for item ${place} of ${key}.`);
    return result;
  };
}

/** Resolves when work has ended, in whatever way, or the time is over. */
async function over(work: Promise<unknown>, ms: number): Promise<void> {
  const time = Promise.withResolvers<undefined>();
  const timer = setTimeout(time.resolve, ms, undefined);
  await Promise.race([work.catch(() => undefined), time.promise]);
  clearTimeout(timer);
}
