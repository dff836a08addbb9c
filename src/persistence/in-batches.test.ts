import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inBatches } from './in-batches.ts';

/** Batches of words by their first letter, of which the longer is written; each write lasts until it is let go. */
function words(most?: number) {
  const writes: { readonly items: readonly string[]; readonly done: (error?: Error) => void }[] = [];
  const add = inBatches<string>({
    keyOf: (word) => word.charAt(0),
    merged: (before, next) => (next.length >= before.length ? next : before),
    write: (items) =>
      new Promise<void>((resolve, reject) => {
        const done = (error?: Error): void => {
          if (error === undefined) resolve();
          else reject(error);
        };
        writes.push({ items, done });
      }),
    lingerMs: LINGER_MS,
    ...(most === undefined ? {} : { most }),
  });
  const written = () => writes.map(({ items }) => items);
  const finish = async (index: number, error?: Error): Promise<void> => {
    writes[index]?.done(error);
    await turn();
  };
  return { add, written, finish };
}

const LINGER_MS = 50;

/** Lets the time pass in which a batch waits for others. */
const turn = async (): Promise<void> => {
  await vi.advanceTimersByTimeAsync(LINGER_MS);
};

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('writing in batches', () => {
  it('writes a single item after a moment, and settles when it is written', async () => {
    const { add, written, finish } = words();
    const settled: string[] = [];
    void add('ape').then(() => settled.push('ape'));
    await vi.advanceTimersByTimeAsync(LINGER_MS - 1);
    expect(written()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(written()).toEqual([['ape']]);
    expect(settled).toEqual([]);
    await finish(0);
    expect(settled).toEqual(['ape']);
  });

  it('writes what comes during a write together, after it', async () => {
    const { add, written, finish } = words();
    void add('ape');
    await turn();
    const others = [add('bee'), add('cat')];
    await turn();
    expect(written()).toEqual([['ape']]);
    await finish(0);
    expect(written()).toEqual([['ape'], ['bee', 'cat']]);
    await finish(1);
    await Promise.all(others);
  });

  it('writes one item about each thing, the one that counts', async () => {
    const { add, written } = words();
    for (const word of ['ant', 'antelope', 'ape', 'bee']) void add(word);
    await turn();
    expect(written()).toEqual([['antelope', 'bee']]);
  });

  it('tells those whose write failed, and goes on with the others', async () => {
    const { add, written, finish } = words();
    const first = add('ape');
    await turn();
    const second = add('bee');
    const failure = expect(first).rejects.toThrow('away');
    await finish(0, new Error('away'));
    await failure;
    expect(written()).toEqual([['ape'], ['bee']]);
    await finish(1);
    await second;
  });

  it('bounds a write', async () => {
    const { add, written, finish } = words(2);
    for (const word of ['ape', 'bee', 'cat']) void add(word);
    await turn();
    await finish(0);
    expect(written()).toEqual([['ape', 'bee'], ['cat']]);
  });
});
