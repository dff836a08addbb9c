import { describe, expect, it } from 'vitest';
import { decidedTogether } from './decided-together.ts';

describe('what is decided together', () => {
  it('is all that came while the work before was under way, by key, with a result for each', async () => {
    const batches: string[] = [];
    const gate = Promise.withResolvers<undefined>();
    const decide = decidedTogether<number, string>(async (key, items) => {
      batches.push(`${key}: ${items.join(' ')}`);
      if (items.includes(1)) await gate.promise;
      return items.map((item) => `${key}${item}`);
    }, 60_000);
    const first = decide('a', 1);
    expect(await decide('b', 9)).toBe('b9');
    const rest = [decide('a', 2), decide('a', 3)];
    gate.resolve(undefined);
    expect(await Promise.all([first, ...rest])).toEqual(['a1', 'a2', 'a3']);
    expect(batches).toEqual(['a: 1', 'b: 9', 'a: 2 3']);
    expect(await decide('a', 4)).toBe('a4');
  });

  it('fails together, and no later work with it', async () => {
    const decide = decidedTogether<number, number>(
      (_, items) => (items.includes(1) ? Promise.reject(new Error('badly')) : Promise.resolve(items)),
      60_000,
    );
    const both = [decide('a', 1), decide('a', 2)];
    for (const one of both) await expect(one).rejects.toThrow('badly');
    expect(await decide('a', 3)).toBe(3);
  });

  it('is not held up for longer than its patience', async () => {
    const hanging = Promise.withResolvers<readonly number[]>();
    const decide = decidedTogether<number, number>(
      (_, items) => (items.includes(1) ? hanging.promise : Promise.resolve(items)),
      10,
    );
    const first = decide('a', 1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await decide('a', 2)).toBe(2);
    hanging.resolve([1]);
    expect(await first).toBe(1);
  });

  it('has a result for every item, or says which has none', async () => {
    const decide = decidedTogether<number, number>(() => Promise.resolve([]), 10);
    await expect(decide('a', 7)).rejects.toThrow('There is no result for item 0 of a.');
  });
});
