import { describe, expect, it } from 'vitest';
import { leaseOf, poolWith, T0 } from '../../../tests/support/pool-states.ts';
import type { PoolMessage } from './messages.ts';
import { receive } from './pool.ts';
import type { PoolState } from './state.ts';
import { poolView } from './view.ts';

const told = (state: PoolState, ...messages: readonly PoolMessage[]) => receive(state, messages, T0).state;
const parkedOf = (state: PoolState) => poolView(state, T0).dead_letters;
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

  it('is none in a state of a time before dead letters', () => {
    const { parked: _, ...before } = poolWith();
    expect(parkedOf(before)).toBe(0);
  });
});
