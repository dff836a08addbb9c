import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakePoolGateway } from '../../../tests/support/api/fake-pool-gateway.ts';
import { type MemoryBreakerStore, memoryBreakerStore } from '../../../tests/support/memory-breaker-store.ts';
import { NO_REMEDIES, type RemediationState, type Remedy } from '../../domain/health/remedy.ts';
import { DEFAULT_HEALTH_SETTINGS } from '../../domain/health/settings.ts';
import { type Database, openDatabase } from '../../persistence/database.ts';
import { createHealthStore } from '../../persistence/health/health-store.ts';
import { createRemedyRecords, type RemedyRecord } from '../../persistence/health/remedy-records.ts';
import { healthRemediations, healthState } from '../../persistence/schema.ts';
import { createRemedies, type Remedies } from './remedies.ts';

const NOON = Date.parse('2026-03-01T12:00:00.000Z');
const MINUTE = 60_000;
const RAISE: Remedy = {
  ...{ kind: 'raise_size', pool: 'default', at: NOON, from_size: 5, to_size: 8, cause: 'it is full' },
  ...{ figures: { size: 5 }, reversal: 'the size goes back to 5' },
};
const TRIP: Remedy = { ...RAISE, kind: 'trip_breaker', agent: 'coder-agent', cause: 'it fails' };

let database: Database;
const clock = { now: NOON };
let pools: FakePoolGateway;
let breakers: MemoryBreakerStore;
let remedies: Remedies;
let told: string[];

beforeAll(async () => {
  database = await openDatabase({});
}, 120_000);
afterAll(() => database.close());

beforeEach(async () => {
  for (const table of [healthState, healthRemediations]) await database.db.delete(table);
  clock.now = NOON;
  told = [];
  pools = new FakePoolGateway(() => clock.now);
  pools.begin();
  breakers = memoryBreakerStore(() => clock.now);
  const log = { info: () => undefined, warn: (_: object, message: string) => void told.push(message) };
  remedies = createRemedies({
    ...{ pools, breakers, log, settings: DEFAULT_HEALTH_SETTINGS, by: 'here', now: () => clock.now },
    store: createHealthStore(database.db),
    records: createRemedyRecords(database.db),
  });
});

/** Has been decided, and is not carried out yet. */
async function decided(...applied: readonly Remedy[]): Promise<void> {
  const remediation: RemediationState = { ...NO_REMEDIES, in_force: applied };
  const actions = applied.map((remedy) => ({ does: 'apply', remedy, at: remedy.at, reason: remedy.cause }) as const);
  const state = { baselines: {}, remediation };
  await createHealthStore(database.db).decide(() => ({ state, actions }), { by: 'here', now: clock.now });
}

async function only(): Promise<RemedyRecord> {
  const [record, ...more] = await remedies.list(10);
  if (record === undefined || more.length > 0) throw new Error('there is not just one remedy');
  return record;
}

const size = () => pools.running.get('default')?.settings.size;
const remediation = async () => (await createHealthStore(database.db).read(0)).remediation;

describe('what was decided', () => {
  it('is carried out once, and what came of it is written down', async () => {
    await decided(RAISE, TRIP);
    await remedies.settle();
    await remedies.settle();
    expect(size()).toBe(8);
    expect(breakers.events).toEqual(['coder-agent trip']);
    const records = await remedies.list(10);
    expect(records).toMatchObject([
      { name: 'trip_breaker:coder-agent', pending: null, ended_at: null },
      { name: 'raise_size:default', pending: null, effect: 'the size of pool default went from 5 to 8' },
    ]);
  });

  it('is found done after an end between doing it and writing that down', async () => {
    await decided(RAISE);
    await pools.command('default', 'configure', { reason: 'remediation: it is full', change: { size: 8 } });
    await remedies.settle();
    expect(await only()).toMatchObject({ pending: null, effect: 'size was found at 8', ended_at: null });
    expect((await remediation()).in_force).toEqual([RAISE]);
  });

  it('is tried again when its pool did not answer, while the others go on', async () => {
    await decided(RAISE, TRIP);
    pools.silent = true;
    await remedies.settle();
    expect(told).toEqual(['a remedy could not be carried out; tried again']);
    expect((await remedies.list(10)).map(({ pending }) => pending)).toEqual([null, 'apply']);
    pools.silent = false;
    await remedies.settle();
    expect(size()).toBe(8);
  });

  it('is over when it is refused, and not tried again for a while', async () => {
    await decided(RAISE);
    await pools.command('default', 'configure', { reason: 'chosen', change: { size: 6 } });
    await remedies.settle();
    expect(await only()).toMatchObject({ ended_by: 'chimera', end_reason: 'size is 6 by now, and stays' });
    const { in_force, hands_off } = await remediation();
    expect(in_force).toEqual([]);
    expect(hands_off['raise_size:default']).toBe(NOON + DEFAULT_HEALTH_SETTINGS.remedy.hands_off_ms);
  });

  it('is not carried out any more when that comes late, and undone where it was done', async () => {
    await decided(RAISE);
    await pools.command('default', 'configure', { reason: 'remediation: it is full', change: { size: 8 } });
    clock.now += 6 * MINUTE;
    await remedies.settle();
    expect(size()).toBe(5);
    expect(await only()).toMatchObject({
      effect: expect.stringMatching(/^it was not carried out in time; /) as string,
    });
    expect((await only()).ended_at).not.toBeNull();
    expect((await remediation()).in_force).toEqual([]);
  });
});

describe('an operator who takes a remedy back', () => {
  it('has it undone at once, and not done again for a while', async () => {
    await decided(RAISE);
    await remedies.settle();
    const { id } = await only();
    const reversion = await remedies.revert(id);
    expect(reversion).toMatchObject({ kind: 'reverted', record: { id, ended_by: 'operator' } });
    expect(size()).toBe(5);
    expect((await only()).end_reason).toBe('an operator took it back; the size of pool default went from 8 to 5');
    const { in_force, hands_off } = await remediation();
    expect(in_force).toEqual([]);
    expect(hands_off['raise_size:default']).toBe(NOON + DEFAULT_HEALTH_SETTINGS.remedy.hands_off_ms);
    expect(await remedies.revert(id)).toMatchObject({ kind: 'reverted', record: { id } });
  });

  it('has it undone later when the pool does not answer now', async () => {
    await decided(RAISE);
    await remedies.settle();
    pools.silent = true;
    const { id } = await only();
    expect(await remedies.revert(id)).toMatchObject({ kind: 'reverted', record: { pending: 'take_back' } });
    pools.silent = false;
    await remedies.settle();
    expect(size()).toBe(5);
    expect(await only()).toMatchObject({ pending: null, ended_by: 'operator' });
  });

  it('is heard before it was carried out', async () => {
    await decided(RAISE);
    await remedies.revert((await only()).id);
    expect(size()).toBe(5);
    expect((await only()).ended_at).not.toBeNull();
  });

  it('is heard while it is being carried out', async () => {
    await decided(RAISE);
    const { id } = await only();
    let reverted: Promise<unknown> | undefined;
    const command = pools.command.bind(pools);
    pools.command = async (...told) => {
      // The one who applies has decided to, and the operator is faster.
      reverted ??= remedies.revert(id);
      await reverted;
      return command(...told);
    };
    await remedies.settle();
    expect(size()).toBe(5);
    expect(await only()).toMatchObject({ pending: null, ended_by: 'operator' });
  });

  it('is told what there is not, and what is over', async () => {
    expect(await remedies.revert(1)).toEqual({ kind: 'unknown' });
    await decided(RAISE);
    await decided();
    const record = await only();
    expect(await remedies.revert(record.id)).toEqual({ kind: 'over', record });
  });
});
