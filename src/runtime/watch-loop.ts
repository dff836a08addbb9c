import type { Registry } from 'prom-client';
import { type Block, createEventLoopMetrics, watchEventLoop } from '../observability/event-loop/watch-event-loop.ts';
import type { Logger } from '../observability/logging.ts';

/** Logs and counts when the event loop of this process stands still; what is returned ends that, and says what the longest time was. */
export function watchLoop(registry: Registry, log: Logger): () => Promise<void> {
  const { blocked } = createEventLoopMetrics(registry);
  const { longest, stop } = watchEventLoop((block) => {
    blocked(block);
    log.warn(inWhole(block), 'The event loop stood still: nothing else was done meanwhile');
  });
  return () => {
    stop();
    log.info(inWhole(longest()), 'The longest time for which the event loop stood still');
    return Promise.resolve();
  };
}

function inWhole({ ms, usedMs, waitedMs }: Block) {
  return { block_ms: Math.round(ms), used_ms: Math.round(usedMs), waited_ms: Math.round(waitedMs) };
}
