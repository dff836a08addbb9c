import { ApplicationFailure } from '@temporalio/activity';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { UPDATE_CANCEL, UPDATE_REPRIORITISE } from '../../src/workflows/task/contract.ts';
import type { WatchedTask } from '../support/watched-tasks.ts';
import { NOTHING_TO_BUILD, SHORT } from '../support/gate.ts';
import {
  allEnded,
  closeStatus,
  ended,
  idsOf,
  PATIENT,
  type PoolTrial,
  type PoolTrials,
  startPoolTrials,
} from '../support/pool-trials.ts';
import { REJECTION, type Scripts } from '../support/scripted-phases.ts';

let trials: PoolTrials;
let trial: PoolTrial;

beforeAll(async () => {
  trials = await startPoolTrials();
});
afterAll(() => trials.stop());
afterEach(() => trial.end());

describe('a pool of three', () => {
  it('never runs four of five tasks', async () => {
    trial = trials.trial({ size: 3 });
    const members = await trial.startInOrder(5);
    await trial.working(3);
    expect(await trial.pool.leases()).toEqual(idsOf(members.slice(0, 3)));
    expect(await trial.pool.queue()).toEqual(idsOf(members.slice(3)));
    trial.gate.open();
    await allEnded(members);
    expect(trial.tasks.peak()).toBe(3);
    await expect.poll(() => trial.pool.leases(), PATIENT).toEqual([]);
    expect(await trial.pool.state()).toMatchObject({ totals: { granted: 5, completed: 5 }, peak_utilization: 1 });
  });
});

describe('ten tasks of 30 s on five slots', () => {
  it('take 60 to 63 s', async () => {
    trial = trials.trial({ size: 5 });
    await ended(await trial.start(SHORT));
    // An activity at work keeps this server from skipping: the task's 30 s are a wait between two attempts.
    const scripts: Scripts = {
      E2E_TEST_GENERATION: (_, call) => {
        if (call > 1) return NOTHING_TO_BUILD;
        throw ApplicationFailure.create({ type: 'TransientAgentError', message: 'busy', nextRetryDelay: '30s' });
      },
    };
    const members = await Promise.all(Array.from({ length: 10 }, () => trial.start(scripts)));
    await trial.working(5);
    for (let wave = 0; wave < 2; wave += 1) {
      await trials.env.sleep('30s');
      await expect.poll(async () => (await trial.pool.state()).totals.completed, PATIENT).toBe(wave * 5 + 6);
    }
    await allEnded(members);
    const states = await Promise.all(members.map((member) => member.state()));
    const first = Math.min(...states.map(({ started_at = '' }) => Date.parse(started_at)));
    const last = Math.max(...states.map(({ finished_at = '' }) => Date.parse(finished_at)));
    expect(last - first).toBeGreaterThanOrEqual(60_000);
    expect(last - first).toBeLessThanOrEqual(63_000);
    expect(trial.tasks.peak()).toBe(5);
  });
});

describe('the queue', () => {
  it('starts priorities 3, 9 and 5 as 9, 5, 3', async () => {
    trial = trials.trial({ size: 1 });
    const [first] = (await trial.startInOrder(1)) as [WatchedTask];
    const waiting = await Promise.all([3, 9, 5].map((priority) => trial.start(SHORT, { priority })));
    const [low, high, middle] = waiting as [WatchedTask, WatchedTask, WatchedTask];
    await trial.queued(3);
    trial.gate.open();
    await allEnded([first, high, middle, low]);
    expect(trial.tasks.begun).toEqual(idsOf([first, high, middle, low]));
  });

  it('is what a waiting task says it waits for', async () => {
    trial = trials.trial({ size: 1 });
    const [first, second] = await trial.startInOrder(2);
    expect(await second?.state()).toMatchObject({ status: 'queued', waiting_for: { kind: 'lease' } });
    await trial.working(1);
    expect(await first?.state()).not.toHaveProperty('waiting_for');
  });

  it('is left by a task that is cancelled, which never runs', async () => {
    trial = trials.trial({ size: 1 });
    const [first, second, third] = (await trial.startInOrder(3)) as [WatchedTask, WatchedTask, WatchedTask];
    await second.handle.executeUpdate(UPDATE_CANCEL, { args: [{ reason: 'not needed' }] });
    await ended(second);
    expect(await closeStatus(second)).toBe('CANCELLED');
    expect(await trial.pool.queue()).toEqual([third.id]);
    expect(await trial.pool.leases()).toEqual([first.id]);
    trial.gate.open();
    await allEnded([first, third]);
    expect(second.play.calls).toEqual([]);
    expect((await trial.pool.state()).totals).toMatchObject({ completed: 2, cancelled: 1, lost: 0 });
  });

  it('takes a changed priority into account', async () => {
    trial = trials.trial({ size: 1 });
    const [first, second, third] = (await trial.startInOrder(3)) as [WatchedTask, WatchedTask, WatchedTask];
    await third.handle.executeUpdate(UPDATE_REPRIORITISE, { args: [{ priority: 9 }] });
    await expect
      .poll(async () => (await trial.pool.state()).queue.map(({ priority }) => priority), PATIENT)
      .toEqual([5, 9]);
    trial.gate.open();
    await allEnded([first, second, third]);
    expect(trial.tasks.begun).toEqual(idsOf([first, third, second]));
    expect((await third.state()).request.priority).toBe(9);
  });

  it('refuses past its cap; the refused task asks again in its time and gets in', async () => {
    trial = trials.trial({ size: 1, queue_cap: 1 });
    const [first, second] = (await trial.startInOrder(2)) as [WatchedTask, WatchedTask];
    const third = await trial.start(SHORT);
    await expect.poll(async () => (await trial.pool.state()).totals.refused, PATIENT).toBe(1);
    expect(await trial.pool.queue()).toEqual([second.id]);
    expect(await third.state()).toMatchObject({ status: 'queued', waiting_for: { kind: 'lease' } });
    trial.gate.open();
    await allEnded([first, second]);
    expect(await closeStatus(third)).toBe('RUNNING');
    await trials.env.sleep('5s');
    await ended(third);
    expect((await trial.pool.state()).totals).toMatchObject({ refused: 1, granted: 3, completed: 3 });
  });

  it('is passed by a task without a pool, which begins at once', async () => {
    trial = trials.trial({ size: 1 });
    await trial.startInOrder(2);
    const outsider = await trial.tasks.start({ scripts: SHORT });
    await ended(outsider);
    expect(await closeStatus(outsider)).toBe('COMPLETED');
    expect(await trial.pool.queue()).toHaveLength(1);
  });
});

describe('a task that ended', () => {
  it('stands in the window with how it ended', async () => {
    trial = trials.trial();
    const good = await trial.start({});
    const bad = await trial.start({ GUARDIAN_REVIEW: () => REJECTION });
    await allEnded([good, bad]);
    await expect.poll(async () => (await trial.pool.state()).window.length, PATIENT).toBe(2);
    const { window, totals, waits } = await trial.pool.state();
    expect(window.toSorted((left, right) => left.status.localeCompare(right.status))).toMatchObject([
      { status: 'completed', project: 'shop', retried_phases: 0 },
      { status: 'failed', project: 'shop', failed_phase: 'GUARDIAN_REVIEW' },
    ]);
    expect(totals).toMatchObject({ completed: 1, failed: 1 });
    expect(waits).toHaveLength(2);
  });

  it('counts as what it was, also when its pool told it of its lease once more after its end', async () => {
    trial = trials.trial();
    const members: WatchedTask[] = [];
    const told: string[] = [];
    trial.afterTelling(async (taskId) => {
      told.push(taskId);
      if (told.length > 1) return;
      await expect.poll(() => members.length, PATIENT).toBe(1);
      await allEnded(members);
      throw new Error('The worker did not live to say that it told the task.');
    });
    members.push(await trial.start(SHORT));
    await allEnded(members);
    await expect.poll(() => told.length, PATIENT).toBe(2);
    await expect.poll(() => trial.pool.leases(), PATIENT).toEqual([]);
    expect((await trial.pool.state()).totals).toMatchObject({ granted: 1, completed: 1, lost: 0 });
  });
});
