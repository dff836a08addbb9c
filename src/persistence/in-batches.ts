/** How items become batches. */
export interface Batching<Item> {
  /** What an item is about; a batch holds one item about each thing. */
  keyOf(item: Item): string;
  /** Which of two items about the same thing is written; `next` came later. */
  merged(before: Item, next: Item): Item;
  /** Writes items that are about different things. */
  write(items: readonly Item[]): Promise<unknown>;
  /** How long the first item of a batch waits for others, in ms. */
  readonly lingerMs: number;
  /** The most items of one write; 200 when not given. */
  readonly most?: number;
}

/**
 * Writes items in batches: what comes within a moment, or while a write is under way, shares the next write. Settles with
 * the write that the item went with.
 */
export function inBatches<Item>(batching: Batching<Item>): (item: Item) => Promise<void> {
  const { keyOf, merged, write, lingerMs, most = 200 } = batching;
  interface Batch {
    readonly items: Map<string, Item>;
    readonly written: Promise<void>;
  }
  let open: Batch | undefined;
  let underWay: Promise<unknown> = Promise.resolve();

  function newBatch(): Batch {
    const items = new Map<string, Item>();
    const written = Promise.all([underWay, after(lingerMs)]).then(async () => {
      if (open?.items === items) open = undefined;
      await write([...items.values()]);
    });
    underWay = written.catch(() => undefined);
    return { items, written };
  }

  return (item) => {
    const key = keyOf(item);
    if (open === undefined || (open.items.size >= most && !open.items.has(key))) open = newBatch();
    const before = open.items.get(key);
    open.items.set(key, before === undefined ? item : merged(before, item));
    return open.written;
  };
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
