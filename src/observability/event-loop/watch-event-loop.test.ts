import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEventLoopMetrics } from './event-loop-metrics.ts';
import { type Block, watchEventLoop } from './watch-event-loop.ts';

let clock = { now: 0, used: 0 };
const clocks = { now: () => clock.now, used: () => clock.used };

beforeEach(() => {
  clock = { now: 0, used: 0 };
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets so much time pass until the loop gets round to the watch again. */
function pass(ms: number, used = 0): void {
  clock.now += ms;
  clock.used += used;
  vi.advanceTimersByTime(20);
}

describe('a watch over an event loop', () => {
  it('tells of blocks of 200 ms and more, with the processor time that they took', () => {
    const told: Block[] = [];
    const { longest, stop } = watchEventLoop((block) => told.push(block), clocks);
    for (let look = 0; look < 10; look += 1) pass(20, 1);
    pass(219, 150);
    expect(told).toEqual([]);
    expect(longest()).toEqual({ ms: 199, usedMs: 150 });
    pass(320, 290);
    pass(520, 3);
    expect(told).toEqual([
      { ms: 300, usedMs: 290 },
      { ms: 500, usedMs: 3 },
    ]);
    expect(longest()).toEqual({ ms: 500, usedMs: 3 });
    stop();
    pass(1_000);
    expect(told).toHaveLength(2);
  });

  it('sees a real one, and takes what it used for its own', async () => {
    vi.useRealTimers();
    const block = new Promise<Block>((resolve) => {
      const { stop } = watchEventLoop((found) => {
        stop();
        resolve(found);
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const end = process.threadCpuUsage().user + 400_000;
    while (process.threadCpuUsage().user < end);
    const { ms, usedMs } = await block;
    expect(ms).toBeGreaterThanOrEqual(360);
    expect(usedMs).toBeGreaterThanOrEqual(360);
  });

  it('has blocks counted in seconds', async () => {
    const registry = new Registry();
    createEventLoopMetrics(registry).blocked({ ms: 750, usedMs: 700 });
    expect(await registry.metrics()).toContain('chimera_event_loop_block_seconds_sum 0.75');
  });
});
