import { describe, expect, it } from 'vitest';
import { ranked } from './order.ts';
import { DEFAULT_POOL_SETTINGS } from './settings.ts';
import { newPool, type PoolState, type QueuedTask } from './state.ts';
import { isTurnOfOldest, waitStatuses } from './wait-bound.ts';

const MINUTE = 60_000;
const NOW = 1_000 * MINUTE;

function waiting(task_id: string, priority: number, minutes: number): QueuedTask {
  return { task_id, ask: 1, priority, project: 'p', since: NOW - minutes * MINUTE };
}

/** A pool with the default bound of 30 minutes. */
function pool(queue: readonly QueuedTask[], change: Partial<PoolState> = {}): PoolState {
  return { ...newPool('default', DEFAULT_POOL_SETTINGS, 0), queue, ...change };
}

function waitStatusesOf(state: PoolState): readonly string[] {
  return state.queue.map(waitStatuses(state, NOW));
}

function finished(minutes: number): PoolState['window'][number] {
  const duration_ms = minutes * MINUTE;
  return {
    status: 'completed',
    project: 'p',
    duration_ms,
    waited_ms: 0,
    retried_phases: 0,
    recovered_phases: 0,
    at: 0,
  };
}

describe('the wait bound', () => {
  it('makes a task overdue at the bound while nothing is known about durations', () => {
    expect(waitStatusesOf(pool([waiting('a', 1, 30), waiting('b', 1, 29.9)]))).toEqual(['overdue', 'in_turn']);
  });

  it('makes it overdue three of the longest durations earlier', () => {
    const state = pool([waiting('a', 1, 24), waiting('b', 1, 23.9)], { window: [finished(1), finished(2)] });
    expect(waitStatusesOf(state)).toEqual(['overdue', 'in_turn']);
  });

  it('knows a long duration from a lease that is still held', () => {
    const lease = { task_id: 'l', ask: 1, token: 1, priority: 5, project: 'p', waited_ms: 0 };
    const queue = [waiting('a', 1, 24), waiting('b', 1, 23.9)];
    const state = pool(queue, { leases: [{ ...lease, granted_at: NOW - 2 * MINUTE }] });
    expect(waitStatusesOf(state)).toEqual(['overdue', 'in_turn']);
  });

  it('makes no task overdue before half of the bound', () => {
    const state = pool([waiting('a', 1, 15), waiting('b', 1, 14.9)], { window: [finished(25)] });
    expect(waitStatusesOf(state)).toEqual(['overdue', 'in_turn']);
  });

  it('rescues a task from overdue ones of higher priority, and not from its like', () => {
    const queue = [waiting('old', 10, 50), waiting('equal', 10, 31), waiting('low', 2, 30)];
    const state = pool(queue, { window: [finished(1)] });
    expect(waitStatusesOf(state)).toEqual(['overdue', 'overdue', 'rescued']);
    expect(ranked(state, NOW).map(({ task }) => task.task_id)).toEqual(['low', 'old', 'equal']);
  });

  it('rescues no task before one of higher priority is overdue', () => {
    const window = [finished(1)];
    expect(waitStatusesOf(pool([waiting('high', 10, 26.9), waiting('low', 2, 30)], { window }))).toEqual([
      'in_turn',
      'overdue',
    ]);
    expect(waitStatusesOf(pool([waiting('high', 10, 27), waiting('low', 2, 30)], { window }))).toEqual([
      'overdue',
      'rescued',
    ]);
  });

  it('rescues a task one of the longest durations before it would be overdue, and none before a third of the bound', () => {
    const short = { window: [finished(2)] };
    expect(
      waitStatusesOf(pool([waiting('high', 10, 24), waiting('low', 2, 22), waiting('new', 2, 21.9)], short)),
    ).toEqual(['overdue', 'rescued', 'in_turn']);
    const long = { window: [finished(25)] };
    expect(
      waitStatusesOf(pool([waiting('high', 10, 15), waiting('low', 2, 10), waiting('new', 2, 9.9)], long)),
    ).toEqual(['overdue', 'rescued', 'in_turn']);
  });

  it('puts the lowest priority first among those to be rescued, then the oldest', () => {
    const window = [finished(2)];
    const queue = [waiting('nine', 9, 29), waiting('high', 10, 40), waiting('young', 1, 27), waiting('one', 1, 28)];
    const order = ranked(pool(queue, { window }), NOW).map(({ task }) => task.task_id);
    expect(order).toEqual(['one', 'young', 'nine', 'high']);
  });

  it('has nothing to rescue in a task long past its bound', () => {
    const state = pool([waiting('high', 10, 60), waiting('low', 1, 33)], { window: [finished(1)] });
    expect(waitStatusesOf(state)).toEqual(['overdue', 'overdue']);
  });

  it('puts the oldest first among those that are overdue, whatever their priority', () => {
    const state = pool([waiting('high', 10, 31), waiting('low', 1, 60)], { window: [finished(1)] });
    expect(ranked(state, NOW).map(({ task }) => task.task_id)).toEqual(['low', 'high']);
  });

  it('gives one lease in sixteen to the oldest of the overdue, whoever is to be rescued', () => {
    expect(Array.from({ length: 32 }, (_, granted) => isTurnOfOldest(granted)).filter(Boolean)).toHaveLength(2);
    const totals = { ...pool([]).totals, granted: 15 };
    const state = pool([waiting('old', 10, 50), waiting('low', 1, 30)], { window: [finished(1)], totals });
    expect(ranked(state, NOW).map(({ task }) => task.task_id)).toEqual(['old', 'low']);
  });
});
