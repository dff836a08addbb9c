import { beforeEach, describe, expect, it } from 'vitest';
import { FakePoolGateway } from '../../../tests/support/api/fake-pool-gateway.ts';
import { type MemoryBreakerStore, memoryBreakerStore } from '../../../tests/support/memory-breaker-store.ts';
import type { Remedy } from '../../domain/health/remedy.ts';
import { isTrippedByRemedy } from './breakers-at-hand.ts';
import { carryOut } from './carry-out.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const AGENT = 'coder-agent';
const grounds = { pool: 'default', at: NOW, cause: 'it fails', figures: { calls_failed: 5 }, reversal: 'later' };
const trip: Remedy = { ...grounds, kind: 'trip_breaker', agent: AGENT };

let breakers: MemoryBreakerStore;
let pools: FakePoolGateway;
beforeEach(() => {
  breakers = memoryBreakerStore(() => NOW);
  pools = new FakePoolGateway(() => NOW);
  pools.begin();
});

const carry = (does: 'apply' | 'take_back') =>
  carryOut({ does, remedy: trip, reason: 'it fails' }, { pools, breakers });
const state = () => breakers.kept.get(AGENT)?.state;
const operator = (kind: 'trip' | 'reset') => breakers.apply(AGENT, { kind, reason: 'an update' });

describe('the breaker of an agent that fails', () => {
  it('is tripped once, as Chimera’s own decision, and reset once', async () => {
    expect(await carry('apply')).toMatchObject({ kind: 'done' });
    expect(state()).toBe('OPEN');
    expect(await breakers.transitions(1, AGENT)).toMatchObject([
      { decided_by: 'chimera', reason: 'remediation: it fails' },
    ]);
    expect(await carry('apply')).toEqual({ kind: 'done', effect: `the breaker of ${AGENT} was found tripped` });
    expect(await carry('take_back')).toEqual({ kind: 'done', effect: `the breaker of ${AGENT} was reset` });
    expect(state()).toBe('CLOSED');
    expect(breakers.events).toEqual([`${AGENT} trip`, `${AGENT} reset`]);
  });

  it('stays tripped when an operator tripped it', async () => {
    await operator('trip');
    expect(await carry('apply')).toMatchObject({ kind: 'refused' });
    expect(await carry('take_back')).toMatchObject({ kind: 'done' });
    expect(state()).toBe('OPEN');
  });

  it('is an operator’s again once one reset and tripped it', async () => {
    await carry('apply');
    expect(await isTrippedByRemedy(AGENT, breakers)).toBe(true);
    await operator('reset');
    await operator('trip');
    expect(await isTrippedByRemedy(AGENT, breakers)).toBe(false);
    await carry('take_back');
    expect(state()).toBe('OPEN');
  });

  it('is not known to be tripped while the database is away', async () => {
    breakers.away = true;
    await expect(carry('apply')).rejects.toThrow('away');
  });
});

describe('an action on a pool', () => {
  it('is done by the pool’s own command, and told by its reason', async () => {
    const remedy: Remedy = { ...grounds, kind: 'pause_intake' };
    expect(await carryOut({ does: 'apply', remedy, reason: 'it fails' }, { pools, breakers })).toMatchObject({
      kind: 'done',
    });
    expect(pools.running.get('default')?.decisions.at(-1)).toMatchObject({
      action: 'pause',
      reason: 'remediation: it fails',
    });
  });
});
