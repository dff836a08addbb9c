import { describe, expect, it } from 'vitest';
import { finished, leaseOf, poolWith, queued, T0 } from '../../../tests/support/pool-states.ts';
import { retryAfter } from './intake.ts';
import type { Enqueue, PoolMessage } from './messages.ts';
import { receive } from './pool.ts';
import type { PoolState } from './state.ts';

const MINUTE = 60_000;
const ask = (task_id: string, change: Partial<Enqueue> = {}): Enqueue => ({
  kind: 'enqueue',
  task_id,
  ask: 1,
  priority: 5,
  project: 'shop',
  ...change,
});
const outcome = { status: 'completed', duration_ms: 9, retried_phases: 0, recovered_phases: 0 } as const;
const after = (state: PoolState, ...messages: readonly PoolMessage[]): PoolState =>
  receive(state, messages, T0 + MINUTE).state;
const waitingIn = ({ queue }: PoolState): readonly string[] => queue.map(({ task_id, ask: n }) => `${task_id}/${n}`);
const workingIn = ({ leases }: PoolState): readonly string[] => leases.map(({ task_id, ask: n }) => `${task_id}/${n}`);

const waiting = poolWith({ queue: [queued('a')] });
const working = poolWith({ leases: [leaseOf('a', 7, { waited_ms: 3 })] });
const release = { kind: 'release', task_id: 'a', ask: 1 } as const;
const withdraw = { kind: 'withdraw', task_id: 'a', ask: 1 } as const;
const gone = { kind: 'gone', task_id: 'a', ask: 1 } as const;

describe('a request', () => {
  it('is queued at the end', () => {
    const state = after(waiting, ask('b', { priority: 9 }));
    expect(state.queue.at(-1)).toEqual(queued('b', { priority: 9, since: T0 + MINUTE }));
    expect(state.totals.enqueued).toBe(1);
  });

  it('that comes twice is queued once, also while its task works, and after it ended', () => {
    expect(after(waiting, ask('a'), ask('a'))).toEqual(waiting);
    expect(after(working, ask('a'))).toEqual(working);
    expect(waitingIn(after(working, release, ask('a')))).toEqual([]);
  });

  it('stands behind those that came before it, also when the clock was set back', () => {
    const state = receive(waiting, [ask('b')], T0 - MINUTE).state;
    expect(waitingIn(state)).toEqual(['a/1', 'b/1']);
  });

  it('that is older than what its task holds is a late one', () => {
    const second = poolWith({ queue: [queued('a', { ask: 2 })] });
    expect(after(second, ask('a'))).toEqual(second);
  });

  it('that is newer takes the place of what its task held', () => {
    expect(waitingIn(after(waiting, ask('b'), ask('a', { ask: 2 })))).toEqual(['b/1', 'a/2']);
    const again = after(working, ask('a', { ask: 2 }));
    expect([waitingIn(again), workingIn(again)]).toEqual([['a/2'], []]);
  });

  it('is refused when the queue is full, with the time to wait', () => {
    const settings = { ...waiting.settings, queue_cap: 1 };
    const { state, effects } = receive({ ...waiting, settings }, [ask('b')], T0);
    expect(effects).toEqual([{ kind: 'refuse', task_id: 'b', ask: 1, retry_after_ms: 5_000 }]);
    expect(state.totals).toMatchObject({ refused: 1, enqueued: 0 });
    expect(waitingIn(state)).toEqual(['a/1']);
  });

  it('of a task that waits already takes its own place in a full queue', () => {
    const settings = { ...waiting.settings, queue_cap: 1 };
    expect(waitingIn(after({ ...waiting, settings }, ask('a', { ask: 2 })))).toEqual(['a/2']);
  });

  it('is refused while the pool drains, and taken while it is paused', () => {
    expect(receive(poolWith({ intake: 'draining' }), [ask('b')], T0).effects).toHaveLength(1);
    expect(waitingIn(after(poolWith({ intake: 'paused' }), ask('b')))).toEqual(['b/1']);
  });
});

describe('a release', () => {
  it('with an outcome enters the window and the totals', () => {
    const state = after(working, { ...release, outcome });
    expect(state.window).toEqual([finished({ duration_ms: 9, waited_ms: 3, at: T0 + MINUTE })]);
    expect([workingIn(state), state.totals.completed]).toEqual([[], 1]);
  });

  it('without one leaves the window alone, and the task may ask again', () => {
    const state = after(working, release, ask('a', { ask: 2 }));
    expect([state.window, waitingIn(state)]).toEqual([[], ['a/2']]);
  });

  it('counts once, and only for the lease of its ask', () => {
    expect(after(working, { ...release, outcome }, { ...release, outcome }).totals.completed).toBe(1);
    expect(after(working, { ...release, ask: 2 })).toEqual(working);
    expect(after(waiting, release)).toEqual(waiting);
  });
});

describe('a withdrawal', () => {
  it('takes a task out of the queue, or its lease back', () => {
    expect(after(waiting, withdraw)).toMatchObject({ queue: [], totals: { cancelled: 1 } });
    expect(after(working, withdraw)).toMatchObject({ leases: [], totals: { cancelled: 1 } });
  });

  it('that overtakes its request lets it come to nothing', () => {
    const state = after(poolWith(), withdraw, ask('a'));
    expect([waitingIn(state), state.totals.cancelled]).toEqual([[], 0]);
  });

  it('of an ask before leaves the later one', () => {
    expect(waitingIn(after(poolWith({ queue: [queued('a', { ask: 2 })] }), withdraw))).toEqual(['a/2']);
  });
});

describe('a task that was found closed', () => {
  it('is lost, waiting or at work', () => {
    expect(after(waiting, gone)).toMatchObject({ queue: [], totals: { lost: 1 } });
    expect(after(working, gone)).toMatchObject({ leases: [], totals: { lost: 1 } });
  });

  it('is none of the pool’s where it does not hold that ask', () => {
    expect(after(working, { ...gone, ask: 2 })).toEqual(working);
    expect(after(poolWith(), gone)).toEqual(poolWith());
  });
});

describe('a change of priority', () => {
  it('is kept where the task stands, and nothing else changes', () => {
    const state = poolWith({ queue: [queued('a'), queued('b')], leases: [leaseOf('c', 1)] });
    const changed = (task_id: string): PoolState => after(state, { kind: 'reprioritise', task_id, priority: 9 });
    expect(changed('a').queue).toEqual([queued('a', { priority: 9 }), queued('b')]);
    expect(changed('c').leases).toEqual([leaseOf('c', 1, { priority: 9 })]);
    expect(changed('nobody')).toEqual(state);
  });
});

describe('a task that is adopted', () => {
  const adopt = { kind: 'adopt', task_id: 'x', ask: 2, priority: 5, project: 'shop', last_token: 4 } as const;

  it('waits by its age', () => {
    const state = after(waiting, { ...adopt, since: T0 - 1 }, ask('b'));
    expect(waitingIn(state)).toEqual(['x/2', 'a/1', 'b/1']);
    expect(state.next_token).toBe(5);
  });

  it('waits as one that was requeued where it was', () => {
    const [task] = after(poolWith(), { ...adopt, since: T0 - 1, requeued: true }).queue;
    expect(task).toEqual(queued('x', { ask: 2, since: T0 - 1, requeued: true }));
    expect(after(poolWith(), { ...adopt, since: T0, token: 9, requeued: true }).leases[0]).not.toHaveProperty(
      'requeued',
    );
  });

  it('works on under its lease, and tokens go on above', () => {
    const state = after(poolWith(), { ...adopt, since: T0 - 1, token: 9 });
    expect(state.leases).toEqual([leaseOf('x', 9, { ask: 2, granted_at: T0 - 1 })]);
    expect(state.next_token).toBe(10);
  });

  it('waits or works since now where its word is of a time to come, and since a time that there is', () => {
    const sinceAfter = (since: number) => after(poolWith(), { ...adopt, since }).queue[0]?.since;
    expect([sinceAfter(1e300), sinceAfter(-1e300)]).toEqual([T0 + MINUTE, 0]);
    expect(after(poolWith(), { ...adopt, since: 1e300, token: 9 }).leases[0]?.granted_at).toBe(T0 + MINUTE);
  });

  it('by a newer ask holds nothing of its older one any more', () => {
    const queues = after(working, { ...adopt, task_id: 'a', since: T0 });
    expect([waitingIn(queues), workingIn(queues)]).toEqual([['a/2'], []]);
    const works = after(waiting, { ...adopt, task_id: 'a', since: T0, token: 9 });
    expect([waitingIn(works), workingIn(works)]).toEqual([[], ['a/2']]);
  });

  it('that is known by then stays as it is, but for the tokens', () => {
    const known = poolWith({ queue: [queued('x', { ask: 2 })] });
    expect(after(known, { ...adopt, since: T0 - 1 })).toEqual({ ...known, next_token: 5 });
    const ahead = poolWith({ next_token: 50 });
    expect(after(ahead, { ...adopt, since: T0 }).next_token).toBe(50);
  });
});

describe('the asks that are over', () => {
  it('are the last thousand', () => {
    const many = Array.from({ length: 1_200 }, (_, n): PoolMessage => ({ ...withdraw, task_id: `t${n}` }));
    const { over } = after(poolWith(), ...many);
    expect([over.length, over.at(-1)]).toEqual([1_000, 't1199/1']);
  });

  it('are remembered anew when they are mentioned again', () => {
    const { over } = after(poolWith({ over: ['a/1', 'b/1'] }), withdraw);
    expect(over).toEqual(['b/1', 'a/1']);
  });
});

describe('the wait that a refused task is told', () => {
  const window = (minutes: number) => [finished(), finished({ at: T0 + minutes * MINUTE })];

  it('is about what a tenth of the queue takes', () => {
    expect(retryAfter(window(1), 20)).toBe(120_000);
    const three = [finished(), finished({ at: T0 + MINUTE }), finished({ at: T0 + 4 * MINUTE })];
    expect(retryAfter(three, 20)).toBe(240_000);
  });

  it('is from 5 s to 5 minutes', () => {
    expect(retryAfter(window(1), 0)).toBe(5_000);
    expect(retryAfter(window(10), 2_000)).toBe(300_000);
  });

  it('is 5 s while nothing is known of the pace', () => {
    expect([retryAfter([], 9), retryAfter([finished()], 9), retryAfter(window(0), 9)]).toEqual([5_000, 5_000, 5_000]);
  });
});
