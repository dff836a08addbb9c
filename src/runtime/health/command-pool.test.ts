import { beforeEach, describe, expect, it } from 'vitest';
import { FakePoolGateway } from '../../../tests/support/api/fake-pool-gateway.ts';
import { PoolUnavailableError } from '../../temporal/pools/pool-gateway.ts';
import { remedialReason } from '../../domain/health/remedial.ts';
import { commandPool } from './command-pool.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const REASON = remedialReason('a test');
const grounds = { pool: 'default', at: NOW, cause: 'a test', reversal: 'at its end' };
const raise = { ...grounds, kind: 'raise_size', from_size: 5, to_size: 8, figures: { size: 5 } } as const;
const cap = { from_cap: 2_000, to_cap: 100, figures: { queue_cap: 2_000 } };
const limit = { ...grounds, kind: 'limit_intake', ...cap } as const;
const pause = { ...grounds, kind: 'pause_intake', figures: { tasks_failed: 5 } } as const;

let pools: FakePoolGateway;
beforeEach(() => {
  pools = new FakePoolGateway(() => NOW);
  pools.begin();
});

const settings = () => pools.running.get('default')?.settings;
const intake = () => pools.running.get('default')?.intake;
const commands = () => pools.calls.filter((call) => !call.startsWith('read'));

const apply = (remedy: Parameters<typeof commandPool>[1]) => commandPool('apply', remedy, REASON, pools);
const takeBack = (remedy: Parameters<typeof commandPool>[1]) => commandPool('take_back', remedy, REASON, pools);
const operator = (kind: 'pause' | 'resume' | 'drain') => pools.command('default', kind, { reason: 'lunch' });
const choose = (change: object) => pools.command('default', 'configure', { reason: 'chosen', change });

describe('a pool whose size is raised', () => {
  it('has the new size, is found done the second time, and goes back', async () => {
    expect(await apply(raise)).toEqual({ kind: 'done', effect: 'the size of pool default went from 5 to 8' });
    expect(settings()?.size).toBe(8);
    expect(await apply(raise)).toEqual({ kind: 'done', effect: 'size was found at 8' });
    expect(await takeBack(raise)).toEqual({ kind: 'done', effect: 'the size of pool default went from 8 to 5' });
    expect(settings()?.size).toBe(5);
    expect(commands()).toHaveLength(2);
  });

  it('keeps a size that somebody else chose meanwhile, both ways', async () => {
    await choose({ size: 6 });
    expect(await apply(raise)).toEqual({ kind: 'refused', effect: 'size is 6 by now, and stays' });
    expect(await takeBack(raise)).toEqual({ kind: 'done', effect: 'size is 6 by now, and stays' });
    expect(settings()?.size).toBe(6);
  });

  it('is never made larger than it may be by now', async () => {
    await choose({ max: 7 });
    expect(await apply(raise)).toEqual({ kind: 'refused', effect: 'pool default may be no larger than 7 now' });
    expect(settings()).toMatchObject({ size: 5, max: 7 });
  });

  it('goes back to within its bounds of now', async () => {
    await apply(raise);
    await choose({ min: 6 });
    expect(await takeBack(raise)).toMatchObject({ effect: 'the size of pool default went from 8 to 6' });
    expect(settings()).toMatchObject({ size: 6, min: 6 });
  });
});

describe('a pool whose intake is limited', () => {
  it('takes in no more than that, and again as many as before', async () => {
    expect(await apply(limit)).toEqual({ kind: 'done', effect: 'at most 100 tasks may wait for pool default' });
    expect(settings()?.queue_cap).toBe(100);
    expect(await takeBack(limit)).toEqual({ kind: 'done', effect: 'at most 2000 tasks may wait for pool default' });
    expect(settings()?.queue_cap).toBe(2_000);
  });

  it('keeps a limit that an operator chose', async () => {
    await choose({ queue_cap: 500 });
    expect(await apply(limit)).toMatchObject({ kind: 'refused' });
    expect(settings()?.queue_cap).toBe(500);
  });
});

describe('a pool whose intake is paused', () => {
  it('is paused once and resumed once', async () => {
    expect(await apply(pause)).toMatchObject({ kind: 'done' });
    expect(intake()).toBe('paused');
    expect(await apply(pause)).toEqual({ kind: 'done', effect: 'pool default was found paused' });
    expect(await takeBack(pause)).toEqual({ kind: 'done', effect: 'pool default was resumed' });
    expect(intake()).toBe('open');
    expect(commands()).toEqual(['pause default', 'resume default']);
  });

  it.each(['pause', 'drain'] as const)('is left alone after an operator said %s', async (kind) => {
    await operator(kind);
    const before = intake();
    expect(await apply(pause)).toMatchObject({ kind: 'refused', effect: `pool default is ${before} by somebody else` });
    expect(await takeBack(pause)).toMatchObject({ kind: 'done' });
    expect(intake()).toBe(before);
  });

  it('is not resumed when an operator paused it once more', async () => {
    await apply(pause);
    await operator('resume');
    await operator('pause');
    await takeBack(pause);
    expect(intake()).toBe('paused');
  });
});

describe('a pool that cannot be told', () => {
  it('has nothing to take back when it does not run', async () => {
    pools.running.clear();
    expect(await apply(raise)).toEqual({ kind: 'refused', effect: 'pool default does not run' });
    expect(await takeBack(raise)).toEqual({ kind: 'done', effect: 'pool default does not run' });
  });

  it('says why it refuses', async () => {
    await choose({ policy: 'fixed', min: 1, max: 10 });
    pools.command = () => Promise.resolve({ kind: 'refused', reason: 'not now' });
    expect(await apply(raise)).toEqual({ kind: 'refused', effect: 'the pool refused: not now' });
  });

  it('leaves it open what came of it while it is silent', async () => {
    pools.silent = true;
    await expect(apply(raise)).rejects.toThrow(PoolUnavailableError);
  });
});
