import { describe, expect, it } from 'vitest';
import { leaseOf, poolWith, T0 } from '../../../tests/support/pool-states.ts';
import type { PoolMessage } from './messages.ts';
import { poolMetrics } from './metrics.ts';
import { grant, receive } from './pool.ts';
import type { PoolState } from './state.ts';

const told = (state: PoolState, ...messages: readonly PoolMessage[]) => receive(state, messages, T0).state;
const parkedOf = (state: PoolState) => state.parked.length;
const parked = (task_id: string): PoolMessage => ({ kind: 'parked', task_id });

describe('the depth of the dead letter queue', () => {
  it('counts each parked task once, until it is parked no longer', () => {
    const two = told(poolWith(), parked('a'), parked('b'), parked('a'));
    expect(parkedOf(two)).toBe(2);
    expect(parkedOf(told(two, { kind: 'unparked', task_id: 'a' }, { kind: 'unparked', task_id: 'a' }))).toBe(1);
  });

  it('grows with a task that gives its lease back as a dead letter, and falls when it asks again', () => {
    const outcome = { status: 'dead_lettered', duration_ms: 1, retried_phases: 1, recovered_phases: 0 } as const;
    const release = { kind: 'release', task_id: 'a', ask: 1, outcome } as PoolMessage;
    const one = told(poolWith({ leases: [leaseOf('a', 1)] }), release);
    expect(parkedOf(one)).toBe(1);
    expect(parkedOf(told(one, { kind: 'enqueue', task_id: 'a', ask: 2, priority: 5, project: 'shop' }))).toBe(0);
  });

  it('falls when a parked task is found closed', () => {
    const one = told(poolWith(), parked('a'));
    expect(parkedOf(told(one, { kind: 'gone', task_id: 'a', ask: 1 }))).toBe(0);
  });
});

describe('a task that is parked, requeued and then completed', () => {
  const outcome = { status: 'dead_lettered', duration_ms: 1, retried_phases: 1, recovered_phases: 0 } as const;
  const done = { ...outcome, status: 'completed' } as const;
  const release = { kind: 'release', task_id: 'a', ask: 1, outcome } as const;
  const again = { kind: 'enqueue', task_id: 'a', ask: 2, priority: 5, project: 'shop' } as const;
  const figuresOf = (state: PoolState) => poolMetrics(state, T0);
  const dead = told(poolWith({ leases: [leaseOf('a', 1)] }), release);

  it('counts once, by its final outcome', () => {
    expect(figuresOf(dead)).toMatchObject({ total_workflows_processed: 1, success_rate: 0, window_size: 1 });
    const back = told(dead, again);
    expect(figuresOf(back)).toMatchObject({ total_workflows_processed: 0, success_rate: null, window_size: 0 });
    const { state } = grant(back, T0);
    const end = told(state, { ...release, ask: 2, outcome: done });
    expect(figuresOf(end)).toMatchObject({ total_workflows_processed: 1, success_rate: 1, window_size: 1 });
    expect(end.totals).toMatchObject({ dead_lettered: 1, requeued: 1, completed: 1 });
  });

  it('counts once as well when it is parked twice, and given up', () => {
    const { state } = grant(told(dead, again), T0);
    const end = told(state, { ...release, ask: 2 }, { kind: 'unparked', task_id: 'a' });
    expect(figuresOf(end)).toMatchObject({ total_workflows_processed: 1, window_size: 1, success_rate: 0 });
    expect(end.totals).toMatchObject({ dead_lettered: 2, requeued: 1 });
  });

  it('counts once where the pool was told of its parking twice, or found it when it began anew', () => {
    const twice = told(dead, parked('a'), release);
    expect(figuresOf(twice).total_workflows_processed).toBe(1);
    const found = told(poolWith(), parked('a'));
    expect(figuresOf(found).total_workflows_processed).toBe(1);
    expect(figuresOf(told(found, again)).total_workflows_processed).toBe(0);
  });

  it('counts once when the pool finds it at work instead of being asked', () => {
    const adopt = { ...again, kind: 'adopt', since: T0, last_token: 1 } as const;
    expect(figuresOf(told(dead, adopt, adopt)).total_workflows_processed).toBe(0);
    expect(figuresOf(told(dead, { ...adopt, ask: 1 })).total_workflows_processed).toBe(1);
  });
});
