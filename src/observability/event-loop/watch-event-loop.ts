import { threadClocks, type ThreadTimes } from './thread-clocks.ts';
import { Histogram, type Registry } from 'prom-client';

const BUCKETS = [0.5, 1, 2, 5, 10, 30];

/** A time in which an event loop got round to nothing else, and how its thread spent it. */
export interface Block {
  readonly ms: number;
  /** It used a processor, in ms. */
  readonly usedMs: number;
  /** It waited for one, in ms, because the host had none free. What is left it waited for something else, such as a disk. */
  readonly waitedMs: number;
}

/** From this on a block is told of, in ms. */
const TELLING_BLOCK_MS = 200;

/** How often is looked, in ms: a block is told of as at most this much shorter than it was. */
const LOOK_MS = 20;

/** A watch over the event loop of this thread. */
export interface EventLoopWatch {
  /** The longest block so far. */
  longest(): Block;
  stop(): void;
}

/** The clocks of a watch, in ms. */
export interface LoopClocks {
  readonly now: () => number;
  readonly times: () => ThreadTimes;
}

/** Tells of each block of 200 ms or more, once it is over. */
export function watchEventLoop(
  tell: (block: Block) => void,
  { now, times }: LoopClocks = { now: () => performance.now(), times: threadClocks() },
): EventLoopWatch {
  let last = { at: now(), ...times() };
  let longest: Block = { ms: 0, usedMs: 0, waitedMs: 0 };
  const timer = setInterval(() => {
    const look = { at: now(), ...times() };
    const block = {
      ms: Math.max(look.at - last.at - LOOK_MS, 0),
      usedMs: look.used - last.used,
      waitedMs: look.waited - last.waited,
    };
    last = look;
    if (block.ms > longest.ms) longest = block;
    if (block.ms >= TELLING_BLOCK_MS) tell(block);
  }, LOOK_MS);
  timer.unref();
  return {
    longest: () => longest,
    stop: () => {
      clearInterval(timer);
    },
  };
}

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
