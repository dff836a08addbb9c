import { describe, expect, it } from 'vitest';
import { finished, leases, poolWith, queued, T0 } from '../../../tests/support/pool-states.ts';
import { nextToStart, ranked } from './order.ts';
import type { PoolState } from './state.ts';

const MINUTE = 60_000;
const order = (state: PoolState, now = T0): readonly string[] => ranked(state, now).map(({ task }) => task.task_id);
const starting = (state: PoolState, now = T0): readonly string[] =>
  nextToStart(state, now).map(({ task_id }) => task_id);

describe('the order of starting', () => {
  it('is by priority: 3, 9 and 5 start 9, 5, 3', () => {
    const queue = [3, 9, 5].map((priority) => queued(String(priority), { priority }));
    expect(order(poolWith({ queue }))).toEqual(['9', '5', '3']);
  });

  it('is oldest first among equals, and by their place in the queue at the same moment', () => {
    const queue = [queued('c', { since: T0 + 1 }), queued('a'), queued('b')];
    expect(order(poolWith({ queue }), T0 + 2)).toEqual(['a', 'b', 'c']);
  });

  it('lets five minutes of waiting decide between neighbours in a queue, but not between priorities', () => {
    const queue = [queued('new', { since: T0 + 25 * MINUTE }), queued('old')];
    expect(order(poolWith({ queue }), T0 + 25 * MINUTE)).toEqual(['old', 'new']);
    const higher = [queued('new', { since: T0 + 25 * MINUTE, priority: 6 }), queued('old')];
    expect(order(poolWith({ queue: higher }), T0 + 25 * MINUTE)).toEqual(['new', 'old']);
  });

  it('prefers projects whose tasks take under a minute while the pool is busy', () => {
    const window = [finished({ project: 'slow', duration_ms: 2 * MINUTE }), finished({ project: 'fast' })];
    const queue = [queued('s', { project: 'slow' }), queued('f', { project: 'fast' })];
    expect(order(poolWith({ queue, window, leases: leases(4) }))).toEqual(['f', 's']);
    expect(order(poolWith({ queue, window, leases: leases(3) }))).toEqual(['s', 'f']);
  });

  it('puts requeued tasks behind others of their priority, but before those of a lower one', () => {
    const again = [queued('again', { requeued: true }), queued('again too', { requeued: true, since: T0 + 1 })];
    const others = [queued('new', { since: T0 + 2 }), queued('low', { priority: 4 })];
    expect(order(poolWith({ queue: [...again, ...others] }), T0 + 25 * MINUTE)).toEqual([
      ...['new', 'again', 'again too', 'low'],
    ]);
  });

  it('puts a requeued task that has waited for the bound before every score', () => {
    const queue = [queued('again', { requeued: true }), queued('new', { since: T0 + 30 * MINUTE })];
    expect(order(poolWith({ queue }), T0 + 30 * MINUTE)).toEqual(['again', 'new']);
  });

  it('puts a task that has waited for the bound before every score', () => {
    const queue = [queued('high', { priority: 10, since: T0 + 30 * MINUTE }), queued('low', { priority: 1 })];
    expect(order(poolWith({ queue }), T0 + 30 * MINUTE)).toEqual(['low', 'high']);
    expect(order(poolWith({ queue }), T0 + 30 * MINUTE - 1)).toEqual(['high', 'low']);
    expect(ranked(poolWith({ queue }), T0 + 30 * MINUTE).map(({ overdue }) => overdue)).toEqual([true, false]);
  });

  it('puts what the mode holds back last, however long it has waited', () => {
    const queue = [queued('low', { priority: 4 }), queued('high', { priority: 5, since: T0 + 60 * MINUTE })];
    expect(order(poolWith({ queue, mode: 'DEGRADED' }), T0 + 60 * MINUTE)).toEqual(['high', 'low']);
  });
});

describe('the tasks that start now', () => {
  const queue = Array.from({ length: 9 }, (_, index) => queued(`t${index}`, { priority: (index % 3) + 1 }));

  it('are as many as there are free leases, in the order of starting', () => {
    expect(starting(poolWith({ queue, leases: leases(3) }))).toEqual(['t2']);
    expect(starting(poolWith({ queue, leases: leases(5) }))).toEqual([]);
    expect(starting(poolWith({ queue, leases: leases(5), mode: 'SURVIVAL' }))).toEqual([]);
  });

  it('are the head of the whole order', () => {
    const mixed = Array.from({ length: 60 }, (_, index) => queued(`t${index}`, { priority: ((index * 7) % 10) + 1 }));
    const settings = { ...poolWith().settings, size: 30, max: 30 };
    const state = poolWith({ queue: mixed, settings });
    const first = starting(state);
    expect(first.length).toBeGreaterThan(1);
    expect(first).toEqual(order(state).slice(0, first.length));
  });

  it('are no more than start before the pool becomes busy, for then others may go first', () => {
    const all = poolWith({ queue });
    const before = starting(all);
    expect(before).toEqual(order(all).slice(0, 4));
  });

  it('are no more than start before it is the turn of the oldest', () => {
    const settings = { ...poolWith().settings, size: 10 };
    const totals = { ...poolWith().totals, granted: 13 };
    expect(starting(poolWith({ queue, settings, totals }))).toHaveLength(2);
  });

  it('are none that the mode holds back', () => {
    expect(starting(poolWith({ queue: [queued('low', { priority: 4 })], mode: 'DEGRADED' }))).toEqual([]);
  });
});
