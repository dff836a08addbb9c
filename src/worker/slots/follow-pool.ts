import type { Logger } from '../../observability/logging.ts';
import type { ResizableSlots } from './resizable-slots.ts';

/** How slots follow the size of a pool. */
export interface FollowOptions {
  /** The size of the pool now; undefined when nobody knows it. */
  readonly readSize: () => Promise<number | undefined>;
  readonly slots: Pick<ResizableSlots, 'resize' | 'size'>;
  /** The most slots that this worker may have. */
  readonly cap: number;
  /** How often the size is read, in ms. */
  readonly everyMs: number;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/**
 * Keeps the slots at the size of the pool, but not above the cap, until the returned function is called. While the size
 * is not known (there is no pool yet, Temporal is away) they stay as they are; the first of such failures is logged.
 */
export function followPoolSize({ readSize, slots, cap, everyMs, log }: FollowOptions): () => void {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  let failing = false;

  const follow = (size: number | undefined): void => {
    failing = false;
    const [from, to] = [slots.size(), size === undefined ? undefined : Math.min(cap, size)];
    if (ended || to === undefined || to === from) return;
    slots.resize(to);
    log.info({ from, to, pool_size: size }, 'The slots for agents follow the pool');
  };
  const complain = (error: unknown): void => {
    if (!failing && !ended) log.warn({ reason: String(error) }, 'The size of the pool is not known; the slots stay');
    failing = true;
  };
  const turn = async (): Promise<void> => {
    await readSize().then(follow).catch(complain);
    if (!ended) timer = setTimeout(() => void turn(), everyMs);
  };
  void turn();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
