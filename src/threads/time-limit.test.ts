import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchLimit } from './time-limit.ts';

const LIMIT = { usedMs: 1_000, passedMs: 10_000 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** When the limit is over, in ms, of a job that gets `share` of a processor; undefined within a minute. */
async function overAfter(used: (passedMs: number) => Promise<number>): Promise<number | undefined> {
  const began = performance.now();
  let over: number | undefined;
  watchLimit(
    LIMIT,
    () => used(performance.now() - began),
    () => (over = performance.now() - began),
  );
  await vi.advanceTimersByTimeAsync(60_000);
  return over;
}

describe('the limit of a job', () => {
  it('is over when it used its time', async () => {
    expect(await overAfter((passedMs) => Promise.resolve(passedMs))).toBe(1_000);
  });

  it('is not over yet on a host that lets it wait', async () => {
    const over = await overAfter((passedMs) => Promise.resolve(passedMs / 4));
    expect(over).toBeGreaterThanOrEqual(4_000);
    expect(over).toBeLessThan(4_100);
  });

  it('is over when too much passed altogether', async () => {
    expect(await overAfter(() => Promise.resolve(0))).toBe(10_000);
  });

  it('is over when the thread does not say what it used', async () => {
    expect(await overAfter(() => new Promise(() => undefined))).toBe(2_000);
  });

  it('is never over once the job ended', async () => {
    const over = vi.fn();
    const end = watchLimit(LIMIT, () => Promise.resolve(5_000), over);
    end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(over).not.toHaveBeenCalled();
  });

  it('leaves it to a thread that is gone to say so', async () => {
    expect(await overAfter(() => Promise.reject(new Error('gone')))).toBe(2_000);
  });
});
