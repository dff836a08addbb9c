import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakePoolGateway } from '../../../tests/support/api/fake-pool-gateway.ts';
import { type MemoryBreakerStore, memoryBreakerStore } from '../../../tests/support/memory-breaker-store.ts';
import { HealthWatch } from '../../api/health/health-watch.ts';
import { actionRules, healthSettings, type HealthSettings } from '../../domain/health/settings.ts';
import { DEFAULT_POOL_SETTINGS } from '../../domain/pool/settings.ts';
import { type Database, openDatabase } from '../../persistence/database.ts';
import { countCalls } from '../../persistence/health/call-counts.ts';
import { createHealthStore, type HealthStore } from '../../persistence/health/health-store.ts';
import { createActionRecords } from '../../persistence/health/action-records.ts';
import { createAgentCallStore } from '../../persistence/history/call-store.ts';
import { agentMetrics, healthSamples, healthState, ownActions } from '../../persistence/schema.ts';
import { breakersAtHand } from './breakers-at-hand.ts';
import { evaluateHealth } from './evaluate-health.ts';
import { createOwnActions } from './own-actions.ts';
import { type HealthSources, sampleHealth } from './sample-health.ts';

const NOON = Date.parse('2026-03-01T12:00:00.000Z');
const INTERVAL_MS = 15_000;
const SETTINGS = healthSettings(INTERVAL_MS);

let database: Database;
const clock = { now: NOON };
let away: boolean;
let pools: FakePoolGateway;
let breakers: MemoryBreakerStore;

beforeAll(async () => {
  database = await openDatabase({});
}, 120_000);
afterAll(() => database.close());
beforeEach(async () => {
  for (const table of [healthState, ownActions, healthSamples, agentMetrics]) await database.db.delete(table);
  clock.now = NOON;
  away = false;
  pools = new FakePoolGateway(() => clock.now);
  pools.begin({}, 'default', actionRules(SETTINGS, INTERVAL_MS));
  breakers = memoryBreakerStore(() => clock.now);
});

/** One of the processes that look after health; the database may be away. */
function makeProcess(settings: HealthSettings = SETTINGS) {
  const now = () => clock.now;
  const watch = new HealthWatch(settings, now);
  const warned: string[] = [];
  const log = { info: () => undefined, warn: (_: object, message: string) => void warned.push(message) };
  const stored = createHealthStore(database.db);
  const store: HealthStore = {
    ...stored,
    read: (after) => (away ? Promise.reject(new Error('away')) : stored.read(after)),
  };
  const shared = { settings, log, now };
  const actions = createOwnActions({ ...shared, pools, breakers, records: createActionRecords(database.db) });
  const taken: number[] = [];
  const sources: HealthSources = {
    pools: { default: DEFAULT_POOL_SETTINGS },
    readPool: async (pool) => {
      const state = await pools.read(pool);
      if (state !== undefined) await actions.mirror(state);
      return state;
    },
    askTemporal: () => Promise.resolve(),
    askDatabase: () => Promise.resolve(undefined),
    countWorkers: () => Promise.resolve(1),
    countFailed: () => Promise.resolve(0),
    agents: ['coder-agent', 'guardian-agent'],
    readBreakers: () => breakersAtHand(breakers),
    countCalls: (after, until) => countCalls(database.db, after, until),
    readHost: () => ({ memory_pct: 20, cpu_pct: 10 }),
  };
  const look = () =>
    evaluateHealth({
      ...{ ...shared, store, watch, actions, sampleMs: INTERVAL_MS },
      sample: (at, before) => {
        taken.push(at);
        return sampleHealth(sources, at, before);
      },
    });
  return { watch, look, actions, taken, warned };
}

/** Looks in turn for so many ms. */
async function pass(ms: number, ...processes: readonly ReturnType<typeof makeProcess>[]): Promise<void> {
  const until = clock.now + ms;
  while (clock.now < until) {
    clock.now += INTERVAL_MS;
    pools.look();
    for (const { look } of processes) await look();
  }
}

const wait = (count: number) => {
  pools.enqueue(...Array.from({ length: count }, (_, index) => ({ task_id: `chimera-${index}` })));
};

describe('several processes that look after health', () => {
  it('judge by the samples of the one that comes first', async () => {
    const [first, second] = [makeProcess(), makeProcess()];
    await pass(2 * INTERVAL_MS, first, second);
    expect(first.taken).toHaveLength(2);
    expect(second.taken).toEqual([]);
    expect(second.watch.report()).toEqual(first.watch.report());
    expect(second.watch.report()).toMatchObject({ status: 'healthy', as_of: clock.now });
  });

  it('each judge by their own samples while the database does not answer, and do nothing', async () => {
    const [first, second] = [makeProcess(), makeProcess()];
    wait(120);
    away = true;
    await pass(2 * INTERVAL_MS, first, second);
    for (const { taken, warned, watch } of [first, second]) {
      expect(taken).toHaveLength(2);
      expect(warned).toHaveLength(2);
      expect(watch.report()).toMatchObject({ status: 'unhealthy', as_of: clock.now });
    }
  });

  it('take the sample of an interval once, whoever is there', async () => {
    const [first, second] = [makeProcess(), makeProcess()];
    await pass(INTERVAL_MS, first, second);
    await pass(2 * INTERVAL_MS, second);
    await pass(2 * INTERVAL_MS, second, first);
    expect([first.taken.length, second.taken.length]).toEqual([1, 4]);
    expect(new Set([...first.taken, ...second.taken]).size).toBe(5);
    expect(first.watch.report()).toEqual(second.watch.report());
  });
});

describe('tasks that fail', () => {
  const SIX = Array.from({ length: 6 }, (_, index) => index);

  /** Six tasks fail, as fast as they come. */
  const fail = (): void => {
    for (const index of SIX) {
      const task = { task_id: `chimera-failing-${index}`, ask: 1 };
      pools.enqueue(task);
      const outcome = { status: 'failed', failed_phase: 'CODE_IMPLEMENTATION', duration_ms: 5 } as const;
      pools.tell([{ kind: 'release', ...task, outcome: { ...outcome, retried_phases: 0, recovered_phases: 0 } }]);
    }
  };
  /** So do the calls of an agent. */
  const failCalls = (agent: string): Promise<void> =>
    createAgentCallStore(database.db).saveAll(
      SIX.map((index) => ({
        ...{ id: `${agent}-${index}`, agent, task_id: `chimera-failing-${index}`, project: 'shop', round: 1 },
        ...{ phase: 'CODE_IMPLEMENTATION', ended_at: new Date(clock.now).toISOString(), duration_ms: 5 },
        outcome: 'terminal',
      })),
    );
  const kinds = async ({ actions }: ReturnType<typeof makeProcess>) =>
    (await actions.list(10)).map(({ kind, agent, ended_by }) => [kind, agent, ended_by]);
  const intake = () => pools.running.get('default')?.intake;
  const UNTIL_REVERTED = SETTINGS.actions.calm_ms + SETTINGS.actions.cooldown_ms;

  it('have the agent that fails taken out, and tried again when its calls have not failed for a while', async () => {
    const process = makeProcess();
    await pass(INTERVAL_MS, process);
    fail();
    await failCalls('coder-agent');
    await pass(2 * INTERVAL_MS, process);
    expect(await kinds(process)).toEqual([['trip_breaker', 'coder-agent', null]]);
    expect(breakers.kept.get('coder-agent')?.state).toBe('OPEN');
    await pass(4 * INTERVAL_MS, process);
    expect(intake()).toBe('open');
    await pass(UNTIL_REVERTED, process);
    expect(await kinds(process)).toEqual([['trip_breaker', 'coder-agent', 'chimera']]);
    expect(breakers.kept.get('coder-agent')?.state).toBe('CLOSED');
  });

  it('have their pool paused where no agent stands out, which is listed, until no more have failed for a while', async () => {
    const process = makeProcess();
    await pass(INTERVAL_MS, process);
    fail();
    await pass(2 * INTERVAL_MS, process);
    // The calls that led to it might still become known.
    expect(await kinds(process)).toEqual([]);
    await pass(INTERVAL_MS, process);
    expect(await kinds(process)).toEqual([['pause_intake', '', null]]);
    expect(intake()).toBe('paused');
    await pass(UNTIL_REVERTED, process);
    expect(await kinds(process)).toEqual([['pause_intake', '', 'chimera']]);
    expect(intake()).toBe('open');
  });
});
