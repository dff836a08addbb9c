import { describe, expect, it } from 'vitest';
import { DEFAULT_POOL_SETTINGS } from '../../domain/pool/settings.ts';
import { type FinishedTask, type Lease, newPool, type PoolState, type QueuedTask } from '../../domain/pool/state.ts';
import { decisionViews, poolView } from './view.ts';

const T0 = Date.parse('2030-01-01T00:00:00Z');
const MINUTE = 60_000;

const at = (ms: number): string => new Date(T0 + ms).toISOString();
const lease = (n: number, granted_at = T0): Lease => ({
  task_id: `held-${n}`,
  ask: 1,
  token: n,
  priority: 5,
  project: 'shop',
  granted_at,
  waited_ms: 7,
});
const queued = (task_id: string, priority: number, since = T0): QueuedTask => ({
  task_id,
  ask: 1,
  priority,
  project: 'shop',
  since,
});
const ended = (duration_ms: number): FinishedTask => ({
  status: 'completed',
  project: 'shop',
  duration_ms,
  waited_ms: 0,
  retried_phases: 0,
  recovered_phases: 0,
  at: T0,
});
const pool = (with_: Partial<PoolState>): PoolState => ({ ...newPool('p', DEFAULT_POOL_SETTINGS, T0), ...with_ });
const five = [1, 2, 3, 4, 5].map((n) => lease(n, T0 - n * 1_000));
const reasons = (state: PoolState, now = T0): string[] => poolView(state, now).queue.map(({ reason }) => reason);

describe('the view of a pool', () => {
  it('shows a fresh pool as empty, open and in no need of workers', () => {
    expect(poolView(newPool('p', DEFAULT_POOL_SETTINGS, T0), T0 + 5)).toEqual({
      name: 'p',
      pool_size: 5,
      active: 0,
      available: 5,
      queued: 0,
      dead_letters: 0,
      mode: 'NORMAL',
      mode_since: at(0),
      priority_threshold: 1,
      intake: 'open',
      demand: 0,
      settings: DEFAULT_POOL_SETTINGS,
      leases: [],
      queue: [],
      totals: {
        enqueued: 0,
        granted: 0,
        completed: 0,
        failed: 0,
        dead_lettered: 0,
        requeued: 0,
        cancelled: 0,
        refused: 0,
        lost: 0,
      },
      pressure: [],
    });
  });

  it('shows a lease with its age', () => {
    const [view] = poolView(pool({ leases: [lease(1)] }), T0 + 90).leases;
    expect(view).toEqual({
      task_id: 'held-1',
      token: 1,
      priority: 5,
      project: 'shop',
      granted_at: at(0),
      age_ms: 90,
      waited_ms: 7,
    });
  });

  it('shows the queue in the order of starting, with score and position', () => {
    const state = pool({ leases: five, queue: [queued('a', 3), queued('b', 9), queued('c', 5)] });
    const { queue, demand, available } = poolView(state, T0 + 10 * MINUTE);
    expect(queue.map(({ task_id, position, score }) => [task_id, position, score])).toEqual([
      ['b', 1, 92],
      ['c', 2, 52],
      ['a', 3, 32],
    ]);
    expect(queue[0]).toMatchObject({ queued_at: at(0), waited_ms: 10 * MINUTE, overdue: false });
    expect({ demand, available }).toEqual({ demand: 5, available: 0 });
  });

  it('estimates no start while no task has ended, or while nothing may start', () => {
    const state = pool({ leases: five, queue: [queued('a', 3)] });
    const starts = (change: Partial<PoolState>): (string | null)[] =>
      poolView({ ...state, ...change }, T0).queue.map(({ estimated_start }) => estimated_start);
    const window = [ended(MINUTE)];
    expect(starts({})).toEqual([null]);
    expect(starts({ window, intake: 'paused' })).toEqual([null]);
    expect(starts({ window, mode: 'SURVIVAL' })).toEqual([null]);
    expect(starts({ window })).toEqual([at(55_000)]);
  });

  it('says what a task waits for', () => {
    const queue = [queued('a', 5), queued('b', 4), queued('c', 3)];
    const one = { ...DEFAULT_POOL_SETTINGS, size: 1, min: 1 };
    expect(reasons(pool({ leases: five, queue }))).toEqual([
      'all 5 leases are held; it starts next',
      'all 5 leases are held; 1 task goes first',
      'all 5 leases are held; 2 tasks go first',
    ]);
    expect(reasons(pool({ queue, intake: 'paused' }))[0]).toBe('the pool is paused');
    expect(reasons(pool({ queue, intake: 'draining' }))[0]).toBe('the pool is draining');
    expect(reasons(pool({ queue, mode: 'SURVIVAL' }))[2]).toBe(
      'priority 3 is below 8, the least that starts in SURVIVAL',
    );
    expect(reasons(pool({ queue, settings: one, leases: [lease(1)] }))[0]).toBe(
      'the only lease is held; it starts next',
    );
    expect(reasons(pool({ queue, leases: five, mode: 'DEGRADED' }))[0]).toBe(
      '5 leases are held while 2 are allowed; it starts next',
    );
    expect(reasons(pool({ queue, settings: one, leases: five }))[0]).toBe(
      '5 leases are held while 1 is allowed; it starts next',
    );
    expect(reasons(pool({ queue }))[1]).toBe('5 of 5 leases are about to be granted; 1 task goes first');
    expect(reasons(pool({ queue, leases: five.slice(1) }))[0]).toBe(
      '1 of 5 leases is about to be granted; it starts next',
    );
  });

  it('says of a task that waited too long why it goes first', () => {
    expect(reasons(pool({ leases: five, queue: [queued('a', 1)] }), T0 + 30 * MINUTE)).toEqual([
      'all 5 leases are held; it starts next, for it has waited too long',
    ]);
  });

  it('leaves out reports of pressure that lapsed', () => {
    const report = (worker_id: string, when: number) => ({ worker_id, memory_pct: 85, cpu_pct: 1, at: when });
    const { pressure } = poolView(pool({ pressure: [report('old', T0), report('new', T0 + 1)] }), T0 + MINUTE);
    expect(pressure).toEqual([{ worker_id: 'new', memory_pct: 85, cpu_pct: 1, at: at(1) }]);
  });

  it('lists decisions newest first', () => {
    const decision = { at: T0, action: 'pause', from_size: 5, to_size: 5, reason: 'r' } as const;
    const views = decisionViews(pool({ decisions: [decision, { ...decision, at: T0 + 1, action: 'resume' }] }));
    expect(views.map((view) => [view.action, view.at])).toEqual([
      ['resume', at(1)],
      ['pause', at(0)],
    ]);
  });
});
