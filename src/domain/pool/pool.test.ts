import { describe, expect, it } from 'vitest';
import { finished, leaseOf, leases, poolWith, queued, T0 } from '../../../tests/support/pool-states.ts';
import type { Enqueue, PoolMessage } from './messages.ts';
import { grant, receive } from './pool.ts';
import type { PoolState } from './state.ts';

const ask = (n: number, change: Partial<Enqueue> = {}): Enqueue => ({
  kind: 'enqueue',
  task_id: `t${n}`,
  ask: 1,
  priority: 5,
  project: 'shop',
  ...change,
});
const asks = (count: number): readonly Enqueue[] => Array.from({ length: count }, (_, n) => ask(n));
const holders = (state: PoolState): readonly string[] => state.leases.map(({ task_id }) => task_id);

describe('a round of grants', () => {
  it('gives out the free leases with growing tokens, and remembers the waits', () => {
    const { state, effects } = grant(poolWith({ queue: [queued('a'), queued('b', { since: T0 + 4 })] }), T0 + 10);
    expect(effects).toEqual([
      { kind: 'grant', task_id: 'a', ask: 1, token: 1 },
      { kind: 'grant', task_id: 'b', ask: 1, token: 2 },
    ]);
    expect(state).toMatchObject({
      queue: [],
      leases: [
        leaseOf('a', 1, { granted_at: T0 + 10, waited_ms: 10 }),
        leaseOf('b', 2, { granted_at: T0 + 10, waited_ms: 6 }),
      ],
      next_token: 3,
      waits: [10, 6],
      totals: { granted: 2 },
      peak_utilization: 0.4,
    });
  });

  it('never exceeds the size', () => {
    const { state } = grant(receive(poolWith(), asks(20), T0).state, T0);
    expect([state.leases.length, state.queue.length]).toEqual([5, 15]);
  });

  it('gives nothing out in a pool over its size, nor while it is paused or drains', () => {
    const queue = [queued('a', { priority: 10 })];
    expect(grant(poolWith({ queue, leases: leases(3), mode: 'SURVIVAL' }), T0).effects).toEqual([]);
    expect(grant(poolWith({ queue, intake: 'paused' }), T0).effects).toEqual([]);
    expect(grant(poolWith({ queue, intake: 'draining' }), T0).effects).toEqual([]);
  });

  it('starts only what is important enough in SURVIVAL, and leaves the rest queued', () => {
    const queue = [7, 8, 9, 10].map((priority) => queued(`p${priority}`, { priority }));
    const { state } = grant(poolWith({ queue, mode: 'SURVIVAL' }), T0);
    expect(holders(state)).toEqual(['p10', 'p9']);
    expect(state.queue.map(({ task_id }) => task_id)).toEqual(['p7', 'p8']);
  });

  it('prefers short tasks from the moment on at which the pool is busy', () => {
    const window = [finished({ project: 'slow', duration_ms: 600_000 }), finished({ project: 'fast' })];
    const slow = [1, 2, 3, 4, 5].map((n) => queued(`slow${n}`, { project: 'slow' }));
    const state = poolWith({ window, queue: [...slow, queued('fast', { project: 'fast' })] });
    expect(holders(grant(state, T0).state)).toEqual(['slow1', 'slow2', 'slow3', 'slow4', 'fast']);
  });

  it('starts a task of low priority where only such wait', () => {
    const busy = grant(receive(poolWith(), [...asks(5), ask(9, { priority: 1 })], T0).state, T0).state;
    const freed = receive(busy, [{ kind: 'release', task_id: 't0', ask: 1 }], T0).state;
    expect(grant(freed, T0).effects).toMatchObject([{ task_id: 't9', token: 6 }]);
  });

  it('keeps the last hundred waits', () => {
    const waits = Array.from({ length: 100 }, () => 1);
    expect(grant(poolWith({ waits, queue: [queued('a')] }), T0 + 5).state.waits).toEqual([...waits.slice(1), 5]);
  });
});

describe('a batch of messages', () => {
  it('is worked off in its order', () => {
    const release = { kind: 'release', task_id: 't0', ask: 1 } as const;
    const withdraw = { kind: 'withdraw', task_id: 't1', ask: 1 } as const;
    const { state } = receive(poolWith(), [...asks(3), release, withdraw, ask(1, { ask: 2 })], T0);
    expect(state.queue.map(({ task_id, ask: n }) => [task_id, n])).toEqual([
      ['t0', 1],
      ['t2', 1],
      ['t1', 2],
    ]);
  });

  it('obeys a new configuration from its place on', () => {
    const settings = { ...poolWith().settings, queue_cap: 1 };
    const { state, effects } = receive(poolWith(), [ask(0), ask(1), { kind: 'configured', settings }, ask(2)], T0);
    expect(state.queue).toHaveLength(2);
    expect(effects).toMatchObject([{ kind: 'refuse', task_id: 't2' }]);
  });

  it('changes the mode by a report, and keeps the tasks', () => {
    const report: PoolMessage = { kind: 'pressure', worker_id: 'w', memory_pct: 95, cpu_pct: 0, at: T0 };
    const { state } = receive(poolWith({ leases: leases(4) }), [ask(0), report, { ...report, memory_pct: 96 }], T0);
    expect(state).toMatchObject({ mode: 'SURVIVAL', queue: [{ task_id: 't0' }] });
    expect(state.leases).toEqual(leases(4));
  });

  it('leaves the state before it as it was', () => {
    const before = receive(poolWith(), asks(4), T0).state;
    const copy = structuredClone(before);
    const gone: PoolMessage = { kind: 'gone', task_id: 't0', ask: 1 };
    grant(receive(before, [gone, { kind: 'reprioritise', task_id: 't1', priority: 9 }, ask(7)], T0 + 1).state, T0 + 1);
    expect(before).toEqual(copy);
  });

  it('ends in plain JSON', () => {
    const { state } = grant(receive(poolWith(), asks(9), T0).state, T0);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });

  it('that is empty changes nothing', () => {
    const state = poolWith({ queue: [queued('a')] });
    expect(receive(state, [], T0)).toEqual({ state, effects: [] });
  });
});
