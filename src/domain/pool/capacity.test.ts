import { describe, expect, it } from 'vitest';
import { leases, poolWith, queued } from '../../../tests/support/pool-states.ts';
import { demand, poolSize, PRIORITY_THRESHOLD, utilization } from './capacity.ts';
import type { PoolMode } from './state.ts';

const sized = (size: number, mode: PoolMode) => poolWith({ mode, settings: { ...poolWith().settings, size } });

describe('the size of a pool', () => {
  it('is all of it while nothing is wrong', () => {
    expect(poolSize(sized(7, 'NORMAL'))).toBe(7);
  });

  it('is half of it in DEGRADED, but never nothing', () => {
    expect([1, 2, 5, 10].map((size) => poolSize(sized(size, 'DEGRADED')))).toEqual([1, 1, 2, 5]);
  });

  it('is two at most in SURVIVAL', () => {
    expect([1, 2, 5, 10].map((size) => poolSize(sized(size, 'SURVIVAL')))).toEqual([1, 2, 2, 2]);
  });

  it('comes with the least priority that starts', () => {
    expect(PRIORITY_THRESHOLD).toEqual({ NORMAL: 1, DEGRADED: 5, SURVIVAL: 8 });
  });

  it('is what its use is measured against', () => {
    expect(utilization({ ...sized(10, 'NORMAL'), leases: leases(5) })).toBe(0.5);
    expect(utilization({ ...sized(10, 'SURVIVAL'), leases: leases(5) })).toBe(2.5);
  });
});

describe('the demand for leases', () => {
  const queue = [queued('a', { priority: 3 }), queued('b', { priority: 6 }), queued('c', { priority: 9 })];

  it('is nought while the pool is idle', () => {
    expect(demand(poolWith())).toBe(0);
  });

  it('is the work and the tasks that may start, and no more than the size', () => {
    expect(demand(poolWith({ leases: leases(1), queue }))).toBe(4);
    expect(demand(poolWith({ leases: leases(4), queue }))).toBe(5);
  });

  it('leaves out what the mode holds back', () => {
    const settings = { ...poolWith().settings, size: 10 };
    expect(demand(poolWith({ settings, queue, mode: 'DEGRADED' }))).toBe(2);
    expect(demand(poolWith({ settings, queue, mode: 'SURVIVAL' }))).toBe(1);
    expect(demand(poolWith({ settings, queue: [queued('d', { priority: 5 })], mode: 'DEGRADED' }))).toBe(1);
  });

  it('is the work alone while nothing is granted, also beyond a size that shrank', () => {
    expect(demand(poolWith({ leases: leases(2), queue, intake: 'paused' }))).toBe(2);
    expect(demand(poolWith({ leases: leases(5), queue, mode: 'SURVIVAL' }))).toBe(5);
  });
});
