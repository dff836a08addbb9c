import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slotsPerWorker, STEADY_MS, steadied, type WorkerWish, workersFor } from './worker-count.ts';

const count = fc.integer({ min: 1, max: 1_000 });

describe('the number of worker processes', () => {
  it('has a slot for every lease, as far as it may grow', () => {
    expect(workersFor({ size: 7, perWorker: 2, most: 10 })).toBe(4);
    expect(workersFor({ size: 7, perWorker: 2, most: 3 })).toBe(3);
    expect(workersFor({ size: 8, perWorker: 2, most: 10 })).toBe(4);
  });

  it('follows the demand where it is less than the size, and never falls below one', () => {
    expect(workersFor({ size: 10, perWorker: 2, most: 5, demand: 3 })).toBe(2);
    expect(workersFor({ size: 10, perWorker: 2, most: 5, demand: 30 })).toBe(5);
    expect(workersFor({ size: 10, perWorker: 2, most: 5, demand: 0 })).toBe(1);
  });

  it('shares slots out evenly, rounded up', () => {
    expect([slotsPerWorker(8, 4), slotsPerWorker(9, 4)]).toEqual([2, 3]);
  });

  it('is enough for any size when the slots are shared out over all of them', () => {
    fc.assert(
      fc.property(count, fc.integer({ min: 1, max: 64 }), (concurrent, most) => {
        const perWorker = slotsPerWorker(concurrent, most);
        const workers = workersFor({ size: concurrent, perWorker, most });
        expect(workers).toBeLessThanOrEqual(most);
        expect(workers * perWorker).toBeGreaterThanOrEqual(concurrent);
        expect((workers - 1) * perWorker).toBeLessThan(concurrent);
      }),
    );
  });
});

describe('the steadied number of workers', () => {
  /** How many run after each of these wishes, in order. */
  function runs(wishes: readonly (readonly [at: number, workers: number])[]): (number | undefined)[] {
    let known: readonly WorkerWish[] = [];
    return wishes.map(([at, workers]) => {
      known = steadied(known, workers, at);
      return known[0]?.workers;
    });
  }

  it('grows at once, and falls when fewer were enough for five minutes', () => {
    const wishes = [
      [0, 2],
      [1, 5],
      [2, 1],
      [3, 3],
      [STEADY_MS, 1],
      [STEADY_MS + 1, 1],
      [STEADY_MS + 3, 1],
    ] as const;
    expect(runs(wishes)).toEqual([2, 5, 5, 5, 5, 3, 1]);
  });

  it('remembers of equal wishes the last', () => {
    expect(steadied([{ at: 0, workers: 3 }], 3, 10)).toEqual([{ at: 10, workers: 3 }]);
  });

  it('is the greatest wish of the last five minutes', () => {
    const wish = fc.tuple(fc.integer({ min: 0, max: STEADY_MS }), fc.integer({ min: 1, max: 64 }));
    fc.assert(
      fc.property(fc.array(wish, { minLength: 1 }), (steps) => {
        let now = 0;
        const wishes = steps.map(([ms, workers]) => [(now += ms), workers] as const);
        const expected = wishes.map(([at], index) =>
          Math.max(...wishes.slice(0, index + 1).flatMap(([then, n]) => (at - then < STEADY_MS ? [n] : []))),
        );
        expect(runs(wishes)).toEqual(expected);
      }),
    );
  });
});
