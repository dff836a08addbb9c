import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followPoolSize } from './follow-pool.ts';
import { createResizableSlots } from './resizable-slots.ts';

/** Slots that follow what the test says the pool's size is. */
function following(cap = 1_000) {
  const slots = createResizableSlots({ size: 5 });
  const log = { info: vi.fn(), warn: vi.fn() };
  const pool: { read: () => Promise<number | undefined> } = { read: () => Promise.resolve(5) };
  const readSize = vi.fn(() => pool.read());
  const end = followPoolSize({ readSize, slots, cap, everyMs: 2_000, log });
  const turn = () => vi.advanceTimersByTimeAsync(2_000);
  return { slots, log, pool, readSize, end, turn };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('slots that follow a pool', () => {
  it('grow and shrink with it, and say so when they do', async () => {
    const { slots, pool, log, turn, end } = following();
    for (const size of [2, 8, 8, 1]) {
      pool.read = () => Promise.resolve(size);
      await turn();
      expect(slots.size()).toBe(size);
    }
    const said = log.info.mock.calls as [{ from: number; to: number }, string][];
    expect(said.map(([{ from, to }]) => [from, to])).toEqual([
      [5, 2],
      [2, 8],
      [8, 1],
    ]);
    end();
  });

  it('never exceed the worker’s own cap', async () => {
    const { slots, pool, turn, end } = following(3);
    await turn();
    expect(slots.size()).toBe(3);
    pool.read = () => Promise.resolve(2);
    await turn();
    expect(slots.size()).toBe(2);
    end();
  });

  it('stay as they are while the size is not known, which is said once', async () => {
    const { slots, pool, log, turn, end } = following();
    pool.read = () => Promise.resolve(undefined);
    await turn();
    pool.read = () => Promise.reject(new Error('Temporal is away'));
    await turn();
    await turn();
    expect(slots.size()).toBe(5);
    expect(log.warn).toHaveBeenCalledOnce();
    pool.read = () => Promise.resolve(4);
    await turn();
    expect(slots.size()).toBe(4);
    end();
  });

  it('do not ask again while an answer is due, and never after their end', async () => {
    const { slots, pool, readSize, turn, end } = following();
    let answer: (size: number) => void = () => undefined;
    pool.read = () => new Promise((resolve) => (answer = resolve));
    await turn();
    await turn();
    expect(readSize).toHaveBeenCalledTimes(2);
    end();
    answer(9);
    await turn();
    expect(slots.size()).toBe(5);
    expect(readSize).toHaveBeenCalledTimes(2);
  });
});
