/** A time in which an event loop got round to nothing else. */
export interface Block {
  readonly ms: number;
  /** What the thread used of a processor meanwhile, in ms: with much less than `ms` it waited for one, or for a disk. */
  readonly usedMs: number;
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
  readonly used: () => number;
}

const CLOCKS: LoopClocks = {
  now: () => performance.now(),
  used: () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  },
};

/** Tells of each block of 200 ms or more, once it is over. */
export function watchEventLoop(tell: (block: Block) => void, { now, used }: LoopClocks = CLOCKS): EventLoopWatch {
  let last = { at: now(), used: used() };
  let longest: Block = { ms: 0, usedMs: 0 };
  const timer = setInterval(() => {
    const look = { at: now(), used: used() };
    const block = { ms: Math.max(look.at - last.at - LOOK_MS, 0), usedMs: look.used - last.used };
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
