import { Histogram, type Registry } from 'prom-client';
import type { Block } from './watch-event-loop.ts';

const BUCKETS = [0.5, 1, 2, 5, 10, 30];

/** Counts blocks of the event loop. */
export function createEventLoopMetrics(registry: Registry): { blocked(block: Block): void } {
  const blocks = new Histogram({
    name: 'chimera_event_loop_block_seconds',
    help: 'Times of 200 ms and more in which the event loop got round to nothing else',
    buckets: BUCKETS,
    registers: [registry],
  });
  return {
    blocked: ({ ms }) => {
      blocks.observe(ms / 1_000);
    },
  };
}
