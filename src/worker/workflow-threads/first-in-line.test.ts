import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchFirstInLine } from './first-in-line.ts';

const LIMIT_MS = 1_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A line of a thread that computes all the time, or not at all. */
function watchedLine(thread: 'busy' | 'waiting' = 'busy') {
  const told: string[] = [];
  const used = () => Promise.resolve(thread === 'busy' ? performance.now() : 0);
  const line = watchFirstInLine<string>({ limitMs: LIMIT_MS, used }, (name) => told.push(name));
  const begin = (name: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const done = line.watched(name, () => promise);
    return { resolve, reject, done };
  };
  return { told, begin };
}

describe('work that is done in turn', () => {
  it('is told of when a piece is at hand for too long, by its name and once', async () => {
    const { told, begin } = watchedLine();
    begin('first');
    begin('second');
    await vi.advanceTimersByTimeAsync(LIMIT_MS);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(20 * LIMIT_MS);
    expect(told).toEqual(['first']);
  });

  it('is counted for each piece from when those before it are done', async () => {
    const { told, begin } = watchedLine();
    const first = begin('first');
    begin('second');
    await vi.advanceTimersByTimeAsync(LIMIT_MS - 1);
    first.resolve('done');
    await expect(first.done).resolves.toBe('done');
    await vi.advanceTimersByTimeAsync(2 * LIMIT_MS - 1);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(LIMIT_MS);
    expect(told).toEqual(['second']);
  });

  it('is given six times as long when its thread has no processor', async () => {
    const { told, begin } = watchedLine('waiting');
    begin('only');
    await vi.advanceTimersByTimeAsync(6 * LIMIT_MS);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(2 * LIMIT_MS);
    expect(told).toEqual(['only']);
  });

  it('is not told of when its answer is read right after a pause of the whole process', async () => {
    const { told, begin } = watchedLine();
    const only = begin('only');
    await vi.advanceTimersByTimeAsync(LIMIT_MS);
    only.reject(new Error('late'));
    await expect(only.done).rejects.toThrow('late');
    await vi.advanceTimersByTimeAsync(LIMIT_MS);
    expect(told).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
