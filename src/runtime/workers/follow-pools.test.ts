import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { STEADY_MS } from '../../domain/pool/worker-count.ts';
import { followPools } from './follow-pools.ts';

const EVERY_MS = 2_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A fleet with two slots a worker; `numbers` are its changes. */
function following(size = 4) {
  const pool: { read: () => Promise<number | undefined> } = { read: () => Promise.resolve(size) };
  const numbers: number[] = [];
  const debug = vi.fn();
  const end = followPools({
    readSize: () => pool.read(),
    first: 2,
    workers: (size) => size / 2,
    fleet: {
      resize: (number) => {
        if (numbers.at(-1) !== number) numbers.push(number);
      },
    },
    everyMs: EVERY_MS,
    now: Date.now,
    log: { debug },
  });
  const turn = () => vi.advanceTimersByTimeAsync(EVERY_MS);
  return { pool, numbers, debug, end, turn };
}

describe('a fleet that follows the pools', () => {
  it('grows with them at once, and shrinks when they have been smaller for five minutes', async () => {
    const { pool, numbers, turn, end } = following();
    await turn();
    pool.read = () => Promise.resolve(8);
    await turn();
    pool.read = () => Promise.resolve(2);
    await turn();
    expect(numbers).toEqual([2, 4]);
    await vi.advanceTimersByTimeAsync(STEADY_MS);
    expect(numbers).toEqual([2, 4, 1]);
    end();
  });

  it('keeps what it began with for five minutes, should the pools be smaller just then', async () => {
    const { numbers, turn, end } = following(2);
    await turn();
    expect(numbers).toEqual([2]);
    end();
  });

  it('stays as it is while nobody knows their size', async () => {
    const { pool, numbers, debug, turn, end } = following();
    await turn();
    pool.read = () => Promise.resolve(undefined);
    await turn();
    pool.read = () => Promise.reject(new Error('Temporal is away'));
    await turn();
    expect(numbers).toEqual([2]);
    expect(debug).toHaveBeenCalledOnce();
    end();
  });

  it('is left alone after the end', async () => {
    const { pool, numbers, turn, end } = following();
    await turn();
    let answer: (size: number) => void = () => undefined;
    pool.read = () => new Promise((resolve) => (answer = resolve));
    await turn();
    end();
    answer(8);
    await turn();
    expect(numbers).toEqual([2]);
  });
});
