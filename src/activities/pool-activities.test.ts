import { Readable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { activityEnvironment, runActivity } from '../../tests/support/activities/environment.ts';
import { fakePorts } from '../../tests/support/activities/fake-ports.ts';
import type { LeaseStatus } from '../workflows/task/contract.ts';
import type { TaskClient } from '../temporal/tasks/task-client.ts';
import { reconcilePoolActivity } from './pool-activities.ts';

const waiting: LeaseStatus = { pool: 'default', ask: 2, priority: 5, project: 'shop', since: 7, last_token: 3 };

/** Compares a pool that knows these tasks with the world that a line shows. */
function compare(known: readonly string[], line: Partial<TaskClient>, environment = activityEnvironment()) {
  const { ports } = fakePorts();
  const input = { pool: 'default', known: known.map((task_id) => ({ task_id, ask: 1 })) };
  return runActivity(reconcilePoolActivity({ tasks: { ...ports.tasks, ...line } }), input, environment);
}

const listing = (...ids: readonly string[]) => ({ listOpen: () => Readable.from(ids) });

afterEach(() => {
  vi.useRealTimers();
});

describe('the reconciler', () => {
  it('has nothing to say of a pool that knows what is open', async () => {
    expect(await compare(['a', 'b'], listing('b', 'a'))).toEqual([]);
  });

  it('tells of a known task that is closed', async () => {
    const isOpen = (taskId: string) => Promise.resolve(taskId === 'b');
    expect(await compare(['a', 'b'], { ...listing(), isOpen })).toEqual([{ kind: 'gone', task_id: 'a', ask: 1 }]);
  });

  it('tells of an open task that is not known, in that task’s own words', async () => {
    const leaseStatus = () => Promise.resolve(waiting);
    const { pool: _, ...place } = waiting;
    expect(await compare(['a'], { ...listing('a', 'b'), leaseStatus })).toEqual([
      { kind: 'adopt', task_id: 'b', ...place },
    ]);
  });

  it('leaves the tasks of another pool, and those that stand nowhere, alone', async () => {
    const leaseStatus = (taskId: string) => Promise.resolve(taskId === 'b' ? { ...waiting, pool: 'night' } : null);
    expect(await compare([], { ...listing('b', 'c'), leaseStatus })).toEqual([]);
  });

  it('shows signs of life while a task is slow to answer', async () => {
    vi.useFakeTimers();
    const environment = activityEnvironment();
    const beat = vi.fn();
    environment.on('heartbeat', beat);
    const answer = Promise.withResolvers<LeaseStatus | null>();
    const compared = compare([], { ...listing('b'), leaseStatus: () => answer.promise }, environment);
    await vi.advanceTimersByTimeAsync(9_500);
    expect(beat).toHaveBeenCalledTimes(9);
    answer.resolve(null);
    expect(await compared).toEqual([]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(beat).toHaveBeenCalledTimes(9);
  });
});
