import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { goingOn } from './going-on.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function kept(
  keep: (signal?: AbortSignal) => Promise<void> = () => Promise.resolve(),
  takeUp: () => Promise<readonly string[]> = () => Promise.resolve(['a.txt']),
) {
  const unfinished = { takeUp, keep: vi.fn(keep), drop: () => Promise.resolve() };
  return { unfinished, trouble: vi.fn() };
}

describe('an agent that goes on from unfinished work', () => {
  it('is told what was left, and nothing is kept of what it finishes', async () => {
    const work = kept();
    expect(await goingOn(work, (left) => Promise.resolve(left))).toEqual(['a.txt']);
    expect(work.unfinished.keep).not.toHaveBeenCalled();
  });

  it('begins anew where what was left cannot be taken up, and somebody is told', async () => {
    const work = kept(undefined, () => Promise.reject(new Error('the origin is away')));
    expect(await goingOn(work, (left) => Promise.resolve(left))).toEqual([]);
    const what = 'what an attempt before left could not be taken up';
    expect(work.trouble).toHaveBeenCalledExactlyOnceWith(what, new Error('the origin is away'));
  });

  it('has its work kept every half minute', async () => {
    const work = kept();
    const { promise, resolve } = Promise.withResolvers<string>();
    const done = goingOn(work, () => promise);
    await vi.advanceTimersByTimeAsync(95_000);
    expect(work.unfinished.keep).toHaveBeenCalledTimes(3);
    resolve('done');
    expect(await done).toBe('done');
  });

  it('has it kept once more when it fails, with its own error to hear of', async () => {
    const work = kept();
    await expect(goingOn(work, () => Promise.reject(new Error('stopped')))).rejects.toThrow('stopped');
    expect(work.unfinished.keep).toHaveBeenCalledOnce();
    expect(work.trouble).not.toHaveBeenCalled();
  });

  it('works on where its work cannot be kept, and somebody is told', async () => {
    const work = kept(() => Promise.reject(new Error('no room')));
    const { promise, reject } = Promise.withResolvers<string>();
    const failed = goingOn(work, () => promise).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(31_000);
    expect(work.trouble).toHaveBeenCalledOnce();
    reject(new Error('stopped'));
    expect(await failed).toEqual(new Error('stopped'));
    expect(work.trouble).toHaveBeenCalledTimes(2);
  });

  it('is not kept waiting, when it is done, for its work to be kept', async () => {
    const work = kept(
      (signal) =>
        new Promise((_, reject) =>
          signal?.addEventListener('abort', () => {
            reject(new Error('aborted'));
          }),
        ),
    );
    const { promise, resolve } = Promise.withResolvers<string>();
    const done = goingOn(work, () => promise);
    await vi.advanceTimersByTimeAsync(31_000);
    expect(work.unfinished.keep).toHaveBeenCalledOnce();
    resolve('done');
    expect(await done).toBe('done');
    expect(work.trouble).not.toHaveBeenCalled();
  });
});
