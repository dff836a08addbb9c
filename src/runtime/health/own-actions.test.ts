import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakePoolGateway } from '../../../tests/support/api/fake-pool-gateway.ts';
import { type MemoryBreakerStore, memoryBreakerStore } from '../../../tests/support/memory-breaker-store.ts';
import { actionRules, DEFAULT_HEALTH_SETTINGS } from '../../domain/health/settings.ts';
import { sample } from '../../domain/health/samples.testsuite.ts';
import type { Trip } from '../../domain/health/trip.ts';
import { type Database, openDatabase } from '../../persistence/database.ts';
import { type ActionRecords, createActionRecords } from '../../persistence/health/action-records.ts';
import { ownActions } from '../../persistence/schema.ts';
import { createOwnActions, type OwnActions } from './own-actions.ts';

const NOON = Date.parse('2026-03-01T12:00:00.000Z');
const MINUTE = 60_000;

let database: Database;
let clock: number;
let pools: FakePoolGateway;
let breakers: MemoryBreakerStore;
let records: ActionRecords;
let actions: OwnActions;
let warned: string[];

beforeAll(async () => {
  database = await openDatabase({});
}, 120_000);
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.delete(ownActions);
  clock = NOON;
  warned = [];
  pools = new FakePoolGateway(() => clock);
  pools.begin({}, 'default', actionRules(DEFAULT_HEALTH_SETTINGS, 15_000));
  breakers = memoryBreakerStore(() => clock);
  records = createActionRecords(database.db);
  actions = createOwnActions({
    ...{ pools, breakers, records, settings: DEFAULT_HEALTH_SETTINGS, now: () => clock },
    log: { info: () => undefined, warn: (_, message) => void warned.push(message) },
  });
});

/** The pool has so much to do that it raises its size; gives the record's id. */
async function raised(): Promise<number> {
  pools.enqueue(...Array.from({ length: 110 }, (_, index) => ({ task_id: `chimera-${index}` })));
  clock += 6 * MINUTE;
  pools.look();
  const state = await pools.read('default');
  if (state !== undefined) await actions.mirror(state);
  const [record] = await actions.list(1);
  expect(record).toMatchObject({ kind: 'raise_size', ended_at: null });
  return record?.id ?? 0;
}

const trip: Trip = { agent: 'coder-agent', pool: 'default', at: NOON, cause: 'c', figures: {}, reversal: 'r' };

async function tripped(): Promise<number> {
  await records.keepTrip(trip);
  await actions.seeToAgents([]);
  return (await actions.list(1))[0]?.id ?? 0;
}

const stateOf = (agent: string) => breakers.kept.get(agent)?.state;
const last = async () => (await breakers.transitions(1, 'coder-agent'))[0];

describe('what a pool did', () => {
  it('is reverted by the pool itself, and listed as over at once; asked again it is the same', async () => {
    const id = await raised();
    const { size } = (await records.get(id))?.figures ?? {};
    const before = pools.running.get('default')?.settings.size;
    const reversion = await actions.revert(id);
    expect(reversion).toMatchObject({ kind: 'reverted', record: { id, ended_by: 'operator' } });
    expect(pools.running.get('default')?.settings.size).toBe(size);
    expect(before).toBeGreaterThan(size ?? Infinity);
    expect(await actions.revert(id)).toEqual(reversion);
  });

  it('is over when it ended otherwise, and unknown when there is none', async () => {
    const id = await raised();
    await pools.command('default', 'configure', { change: { size: 6 } });
    clock += 1;
    pools.running.forEach((state) => {
      expect(state.actions.in_force).toEqual([]);
    });
    expect(await actions.revert(id)).toMatchObject({ kind: 'reverted', record: { ended_by: 'operator' } });
    expect(await actions.revert(id + 1)).toEqual({ kind: 'unknown' });
  });

  it('is not reverted while its pool does not answer', async () => {
    const id = await raised();
    pools.away = true;
    await expect(actions.revert(id)).rejects.toThrow('Temporal does not answer.');
    expect(await records.get(id)).toMatchObject({ ended_at: null });
  });
});

describe('an agent that is to be taken out', () => {
  it('has its breaker tripped, also when that was only written down before', async () => {
    const id = await tripped();
    expect(stateOf('coder-agent')).toBe('OPEN');
    expect(await last()).toMatchObject({ reason: 'remediation: c', decided_by: 'chimera' });
    const effect = 'the breaker of coder-agent was tripped: no call is made until it is reset';
    expect(await records.get(id)).toMatchObject({ effect, ended_at: null });
  });

  it('is found tripped when that could not be noted, and not tripped again', async () => {
    await breakers.apply('coder-agent', { kind: 'trip', reason: 'remediation: c', by: 'chimera' });
    const before = await breakers.transitions(10, 'coder-agent');
    await tripped();
    expect(await breakers.transitions(10, 'coder-agent')).toEqual(before);
  });

  it('is somebody else’s when they tripped it before', async () => {
    await breakers.apply('coder-agent', { kind: 'trip', reason: 'release' });
    const id = await tripped();
    const effect = 'the breaker of coder-agent is open already, by somebody else';
    expect(await records.get(id)).toMatchObject({ effect, end_reason: effect, ended_by: 'operator' });
    expect(await last()).toMatchObject({ reason: 'release' });
  });

  it('may be called again when an operator takes that back', async () => {
    const id = await tripped();
    expect(await actions.revert(id)).toMatchObject({
      kind: 'reverted',
      record: { ended_by: 'operator', end_reason: 'an operator took it back; the breaker of coder-agent was reset' },
    });
    expect(stateOf('coder-agent')).toBe('CLOSED');
  });

  it('is left as an operator has set it meanwhile', async () => {
    const id = await tripped();
    await breakers.apply('coder-agent', { kind: 'reset', reason: 'fixed' });
    clock += MINUTE;
    const closed = { agent: 'coder-agent', breaker: 'CLOSED' } as const;
    await actions.seeToAgents([sample(clock, {}, { agents: [closed] })]);
    expect(await records.get(id)).toMatchObject({ ended_by: 'operator' });
    expect(await last()).toMatchObject({ reason: 'fixed' });
  });

  it('is taken out though its pool could not be told', async () => {
    pools.away = true;
    const failing = (at: number, share: number) =>
      sample(
        at,
        { ended: { completed: 0, failed: 9 * share } },
        { agents: [{ agent: 'coder-agent', breaker: 'CLOSED', calls: { completed: 0, failed: 9 * share } }] },
      );
    await actions.seeToAgents([failing(clock - MINUTE, 0), failing(clock, 1)]);
    expect(warned).toEqual(['a pool could not be told that an agent is at fault; told again']);
    expect(stateOf('coder-agent')).toBe('OPEN');
  });
});
