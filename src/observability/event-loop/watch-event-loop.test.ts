import { execFileSync } from 'node:child_process';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Block, createEventLoopMetrics, watchEventLoop } from './watch-event-loop.ts';
import { threadClocks } from './thread-clocks.ts';

let clock = { now: 0, used: 0, waited: 0 };
const clocks = { now: () => clock.now, times: () => ({ used: clock.used, waited: clock.waited }) };

beforeEach(() => {
  clock = { now: 0, used: 0, waited: 0 };
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets so much time pass until the loop gets round to the watch again. */
function pass(ms: number, used = 0, waited = 0): void {
  clock = { now: clock.now + ms, used: clock.used + used, waited: clock.waited + waited };
  vi.advanceTimersByTime(20);
}

describe('a watch over an event loop', () => {
  it('tells of blocks of 200 ms and more, with what the thread used and what it waited', () => {
    const told: Block[] = [];
    const { longest, stop } = watchEventLoop((block) => told.push(block), clocks);
    for (let look = 0; look < 10; look += 1) pass(20, 1);
    pass(219, 150, 3);
    expect(told).toEqual([]);
    expect(longest()).toEqual({ ms: 199, usedMs: 150, waitedMs: 3 });
    pass(320, 290);
    pass(520, 3, 500);
    expect(told).toEqual([
      { ms: 300, usedMs: 290, waitedMs: 0 },
      { ms: 500, usedMs: 3, waitedMs: 500 },
    ]);
    expect(longest()).toEqual({ ms: 500, usedMs: 3, waitedMs: 500 });
    stop();
    pass(1_000);
    expect(told).toHaveLength(2);
  });

  it('has blocks counted in seconds', async () => {
    const registry = new Registry();
    createEventLoopMetrics(registry).blocked({ ms: 750, usedMs: 700, waitedMs: 0 });
    expect(await registry.metrics()).toContain('chimera_event_loop_block_seconds_sum 0.75');
  });
});

describe('a real event loop', () => {
  /** The first block that a piece of work makes. */
  async function blockOf(work: () => void): Promise<Block> {
    vi.useRealTimers();
    const block = new Promise<Block>((resolve) => {
      const { stop } = watchEventLoop((found) => {
        stop();
        resolve(found);
      });
    });
    setTimeout(work, 50);
    return block;
  }

  it('that computes uses its time', async () => {
    const { ms, usedMs, waitedMs } = await blockOf(() => {
      const times = threadClocks();
      const end = times().used + 400;
      while (times().used < end);
    });
    expect(usedMs).toBeGreaterThanOrEqual(360);
    expect(ms).toBeGreaterThan(usedMs + waitedMs - 100);
  });

  it('that waits for a program neither uses its time nor waits for a processor', async () => {
    const { ms, usedMs, waitedMs } = await blockOf(() => {
      execFileSync('sleep', ['1']);
    });
    expect(ms).toBeGreaterThanOrEqual(900);
    expect(ms - usedMs - waitedMs).toBeGreaterThan(500);
  });
});
