import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admit } from './admit.ts';
import type { Enqueue } from './messages.ts';
import { grant, receive } from './pool.ts';
import { DEFAULT_POOL_SETTINGS } from './settings.ts';
import { newPool, type PoolState } from './state.ts';

const ask = (task_id: string, priority = 5): Enqueue => ({ kind: 'enqueue', task_id, ask: 1, priority, project: 'p' });

function pool(size: number, change: Partial<PoolState> = {}): PoolState {
  return { ...newPool('default', { ...DEFAULT_POOL_SETTINGS, size, policy: 'fixed' }, 0), ...change };
}

/** A pool in which these tasks have asked and leases were granted. */
function after(state: PoolState, ...asked: readonly Enqueue[]): PoolState {
  return grant(receive(state, asked, 1).state, 1).state;
}

describe('tasks that are being submitted', () => {
  it('get leases as far as there is room, the highest priority first', () => {
    const { state, admitted, effects } = admit(pool(2), [ask('a', 1), ask('b', 9), ask('c', 5)], 7);
    expect(admitted).toEqual([
      { task_id: 'b', token: 1 },
      { task_id: 'c', token: 2 },
    ]);
    expect(effects).toEqual([]);
    expect(state.leases.map(({ task_id, ask: by, granted_at }) => [task_id, by, granted_at])).toEqual([
      ['b', 1, 7],
      ['c', 1, 7],
    ]);
    expect(state.queue).toEqual([]);
    expect(state.totals).toMatchObject({ enqueued: 2, granted: 2, refused: 0 });
  });

  it('get none before those that wait', () => {
    const full = after(pool(1), ask('works'), ask('waits'));
    expect(admit(full, [ask('new', 10)], 9)).toEqual({ state: full, admitted: [], effects: [] });
  });

  it.each(['paused', 'draining'] as const)(
    'get none while the pool is %s, and are not counted as refused',
    (intake) => {
      const state = pool(3, { intake });
      expect(admit(state, [ask('new')], 9)).toEqual({ state, admitted: [], effects: [] });
    },
  );

  it('get none that the mode holds back', () => {
    const state = pool(3, { mode: 'SURVIVAL' });
    expect(admit(state, [ask('low', 1), ask('high', 10)], 9).admitted).toEqual([{ task_id: 'high', token: 1 }]);
  });

  it('get no second one, whether they work, wait or are parked', () => {
    const known = after(pool(1, { parked: ['parked'] }), ask('works'), ask('waits'));
    const roomy = { ...known, settings: { ...known.settings, size: 5 } };
    const { state, admitted } = admit({ ...roomy, queue: [] }, [ask('works'), ask('parked')], 9);
    expect(admitted).toEqual([]);
    expect(state.parked).toEqual(['parked']);
    expect(admit(known, [ask('waits')], 9)).toEqual({ state: known, admitted: [], effects: [] });
  });

  it('leave every task that waits where it is, and leases never exceed the size', () => {
    const some = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 10 })), {
      maxLength: 30,
    });
    const asksOf = (tasks: readonly (readonly [number, number])[]) =>
      tasks.map(([id, priority]) => ask(`task-${id}`, priority));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), some, some, (size, before, submitted) => {
        const state = after(pool(size), ...asksOf(before));
        const step = admit(state, asksOf(submitted), 5);
        expect(step.state.queue).toEqual(state.queue);
        expect(step.state.leases.length).toBeLessThanOrEqual(size);
        expect(step.state.leases).toHaveLength(state.leases.length + step.admitted.length);
        const held = step.state.leases.map(({ task_id }) => task_id);
        expect(new Set(held).size).toBe(held.length);
        // What came free is lent: who got none found no room.
        const ids = new Set(submitted.map(([id]) => `task-${id}`));
        if (held.length < size) expect(held).toEqual(expect.arrayContaining([...ids]));
      }),
    );
  });
});
