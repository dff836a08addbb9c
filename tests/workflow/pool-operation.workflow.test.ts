import { ApplicationFailure } from '@temporalio/activity';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PRESSURE_TTL_MS } from '../../src/domain/pool/pressure.ts';
import type { PoolSettings } from '../../src/domain/pool/settings.ts';
import {
  SIGNAL_MESSAGES,
  UPDATE_CONFIGURE,
  UPDATE_DRAIN,
  UPDATE_PAUSE,
  UPDATE_RESUME,
} from '../../src/workflows/pool/contract.ts';
import type { WatchedTask } from '../support/watched-tasks.ts';
import { NOTHING_TO_BUILD, SHORT } from '../support/gate.ts';
import {
  allEnded,
  ended,
  FIXED,
  idsOf,
  PATIENT,
  type PoolTrial,
  type PoolTrials,
  startPoolTrials,
} from '../support/pool-trials.ts';
import type { Scripts } from '../support/scripted-phases.ts';

let trials: PoolTrials;
let trial: PoolTrial;

beforeAll(async () => {
  trials = await startPoolTrials();
});
afterAll(() => trials.stop());
afterEach(() => trial.end());

describe('an operator', () => {
  it('pauses a pool, which goes on taking tasks in, and resumes it', async () => {
    trial = trials.trial({ size: 2 });
    const [first] = (await trial.startInOrder(1)) as [WatchedTask];
    expect(await trial.pool.command(UPDATE_PAUSE, { reason: 'release day' })).toMatchObject({
      intake: 'paused',
      active: 1,
    });
    const second = await trial.start();
    await trial.queued(1);
    trial.gate.open();
    await ended(first);
    expect(await trial.pool.queue()).toEqual([second.id]);
    expect(await trial.pool.command(UPDATE_RESUME)).toMatchObject({ intake: 'open' });
    await ended(second);
    expect((await trial.pool.state()).decisions).toMatchObject([
      { action: 'pause', reason: 'release day' },
      { action: 'resume', reason: 'by request' },
    ]);
  });

  it('drains a pool: what works ends, what waits stays, what comes is refused', async () => {
    trial = trials.trial({ size: 1 });
    const [first, second] = (await trial.startInOrder(2)) as [WatchedTask, WatchedTask];
    await trial.pool.command(UPDATE_DRAIN, { reason: 'maintenance' });
    const third = await trial.start(SHORT);
    await expect.poll(async () => (await trial.pool.state()).totals.refused, PATIENT).toBe(1);
    trial.gate.open();
    await ended(first);
    await expect.poll(() => trial.pool.leases(), PATIENT).toEqual([]);
    expect(await trial.pool.queue()).toEqual([second.id]);
    await trial.pool.command(UPDATE_RESUME);
    await ended(second);
    await trials.env.sleep('5s');
    await ended(third);
  });

  it('makes a pool larger, and more start at once; smaller, and what runs goes on', async () => {
    trial = trials.trial({ size: 2 });
    const members = await trial.startInOrder(6);
    await trial.working(2);
    expect(await trial.pool.command(UPDATE_CONFIGURE, { change: { size: 4 } })).toMatchObject({ pool_size: 4 });
    await trial.working(4);
    expect(await trial.pool.command(UPDATE_CONFIGURE, { change: { size: 1 } })).toMatchObject({
      pool_size: 1,
      active: 4,
    });
    expect(await trial.pool.leases()).toEqual(idsOf(members.slice(0, 4)));
    expect(trial.tasks.peak()).toBe(4);
    trial.gate.open();
    await allEnded(members);
    expect((await trial.pool.state()).totals).toMatchObject({ granted: 6, completed: 6 });
    expect((await trial.pool.handle.describe()).memo).toMatchObject({ pool_size: 1 });
  });

  it.each([
    [{ size: 0 }, 'size must be a whole number'],
    [{ size: 'many' as unknown as number }, 'size must be a whole number'],
    [{ policy: 'bold' as unknown as 'fixed' }, 'policy'],
    [{ sizes: 3 } as Partial<PoolSettings>, 'sizes'],
    ['large' as unknown as Partial<PoolSettings>, 'change'],
  ])('cannot configure %j', async (change, complaint) => {
    trial = trials.trial();
    const [only] = (await trial.startInOrder(1)) as [WatchedTask];
    const before = (await trial.pool.state()).settings;
    await expect(trial.pool.command(UPDATE_CONFIGURE, { change })).rejects.toMatchObject({
      cause: { message: expect.stringContaining(complaint) as string },
    });
    expect((await trial.pool.state()).settings).toEqual(before);
    trial.gate.open();
    await ended(only);
  });
});

describe('a worker under pressure', () => {
  const report = async (memory_pct: number) => {
    await trial.pool.tell({
      kind: 'pressure',
      worker_id: 'w1',
      memory_pct,
      cpu_pct: 10,
      at: await trials.env.currentTimeMs(),
    });
  };

  it('makes its pool hold back, leaves what runs alone, and the size is back when it has eased', async () => {
    trial = trials.trial({ size: 6 });
    const members = await trial.startInOrder(6);
    await trial.working(6);
    await report(85);
    await expect.poll(async () => (await trial.pool.state()).mode, PATIENT).toBe('DEGRADED');
    await expect.poll(async () => (await trial.pool.handle.describe()).memo, PATIENT).toMatchObject({ pool_size: 3 });
    await report(95);
    await expect.poll(async () => (await trial.pool.state()).mode, PATIENT).toBe('SURVIVAL');
    expect(await trial.pool.leases()).toEqual(idsOf(members));
    const [low, high] = (await Promise.all([7, 8].map((priority) => trial.start(SHORT, { priority })))) as [
      WatchedTask,
      WatchedTask,
    ];
    await trial.queued(2);
    trial.gate.open();
    await allEnded([...members, high]);
    expect(await trial.pool.queue()).toEqual([low.id]);
    await trials.env.sleep(PRESSURE_TTL_MS + 10_000);
    await ended(low);
    const { mode, decisions } = await trial.pool.state();
    expect(mode).toBe('NORMAL');
    expect(decisions.map(({ action, from_size, to_size }) => [action, from_size, to_size])).toEqual([
      ['mode', 6, 3],
      ['mode', 3, 2],
      ['mode', 2, 6],
    ]);
  });
});

describe('an autoscaled pool', () => {
  it('grows by two a minute while it is full, and shrinks by one a minute once it is idle', async () => {
    trial = trials.trial({ size: 3, min: 3, max: 6, policy: 'autoscaled' });
    const busy: Scripts = {
      E2E_TEST_GENERATION: (_, call) => {
        if (call > 1) return NOTHING_TO_BUILD;
        throw ApplicationFailure.create({ type: 'TransientAgentError', message: 'busy', nextRetryDelay: '150s' });
      },
    };
    const members = await trial.startInOrder(3, busy);
    await trial.working(3);
    // A new pool waits for a minute, and looks at itself each 10 s.
    await trials.env.sleep('71s');
    await expect.poll(async () => (await trial.pool.state()).settings.size, PATIENT).toBe(5);
    for (let minute = 0; minute < 5; minute += 1) await trials.env.sleep('61s');
    await allEnded(members);
    await expect.poll(async () => (await trial.pool.state()).settings.size, PATIENT).toBe(3);
    const decisions = (await trial.pool.state()).decisions.map(({ action, to_size }) => `${action} ${to_size}`);
    expect(decisions).toEqual(['scale_up 5', 'scale_down 4', 'scale_down 3']);
  });
});

describe('a message that makes no sense', () => {
  it.each([
    ['of no known kind', [{ kind: 'greet' }]],
    ['without its fields', [{ kind: 'enqueue' }, { kind: 'release', task_id: 'chimera-x' }, { kind: 'configured' }]],
    ['with fields of another type', [{ kind: 'enqueue', task_id: 7, ask: 'one', priority: '9', project: null }]],
    ['with settings that do not hold together', [{ kind: 'configured', settings: { ...FIXED, size: 0 } }]],
    ['that is no list', { kind: 'enqueue' }],
    ['that is null', null],
    ['among others that do', [null, { kind: 'pressure', worker_id: 'w', memory_pct: 10, cpu_pct: 10, at: 1 }]],
  ])('does not keep the pool from its work: %s', async (_, payload) => {
    trial = trials.trial({ size: 1 });
    const [first] = (await trial.startInOrder(1)) as [WatchedTask];
    await trial.pool.handle.signal(SIGNAL_MESSAGES, payload);
    const second = await trial.start(SHORT);
    trial.gate.open();
    await allEnded([first, second]);
    const { totals, settings: now } = await trial.pool.state();
    expect(totals).toMatchObject({ completed: 2 });
    expect(now.size).toBe(1);
  });
});
