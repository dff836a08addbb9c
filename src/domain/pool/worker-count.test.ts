import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slotsPerWorker, workersFor } from './worker-count.ts';

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
