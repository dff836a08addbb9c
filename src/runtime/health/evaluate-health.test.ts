import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakePoolGateway } from '../../../tests/support/api/fake-pool-gateway.ts';
import { type MemoryBreakerStore, memoryBreakerStore } from '../../../tests/support/memory-breaker-store.ts';
import { HealthWatch } from '../../api/health/health-watch.ts';
import { DEFAULT_HEALTH_SETTINGS, healthSettings, type HealthSettings } from '../../domain/health/settings.ts';
import { DEFAULT_POOL_SETTINGS } from '../../domain/pool/settings.ts';
import { type Database, openDatabase } from '../../persistence/database.ts';
import { countCalls } from '../../persistence/health/call-counts.ts';
import { createHealthStore, type HealthStore } from '../../persistence/health/health-store.ts';
import { createRemedyRecords } from '../../persistence/health/remedy-records.ts';
import { createAgentCallStore } from '../../persistence/history/call-store.ts';
import { agentMetrics, healthRemediations, healthSamples, healthState } from '../../persistence/schema.ts';
import { breakersAtHand } from './breakers-at-hand.ts';
import { evaluateHealth } from './evaluate-health.ts';
import { createRemedies } from './remedies.ts';
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
  for (const table of [healthState, healthRemediations, healthSamples, agentMetrics]) await database.db.delete(table);
  clock.now = NOON;
  away = false;
  pools = new FakePoolGateway(() => clock.now);
  pools.begin();
  breakers = memoryBreakerStore(() => clock.now);
});

/** One of the processes that look after health; the database may be away. */
function makeProcess(name: string, settings: HealthSettings = SETTINGS) {
  const now = () => clock.now;
  const watch = new HealthWatch(settings, now);
  const warned: string[] = [];
  const log = { info: () => undefined, warn: (_: object, message: string) => void warned.push(message) };
  const stored = createHealthStore(database.db);
  const store: HealthStore = {
    ...stored,
    read: (after) => (away ? Promise.reject(new Error('away')) : stored.read(after)),
  };
  const shared = { store, settings, by: name, log, now };
  const remedies = createRemedies({ ...shared, pools, breakers, records: createRemedyRecords(database.db) });
  const taken: number[] = [];
  const sources: HealthSources = {
    pools: { default: DEFAULT_POOL_SETTINGS },
    readPool: (pool) => pools.read(pool),
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
      ...{ ...shared, watch, remedies, sampleMs: INTERVAL_MS },
      sample: (at, before) => {
        taken.push(at);
        return sampleHealth(sources, at, before);
      },
    });
  return { watch, look, remedies, taken, warned };
}

/** Looks in turn for so many ms. */
async function pass(ms: number, ...processes: readonly ReturnType<typeof makeProcess>[]): Promise<void> {
  const until = clock.now + ms;
  while (clock.now < until) {
    clock.now += INTERVAL_MS;
    for (const { look } of processes) await look();
  }
}

const wait = (count: number) => {
  pools.enqueue(...Array.from({ length: count }, (_, index) => ({ task_id: `chimera-${index}` })));
};
const empty = () => {
  const { queue = [], leases = [] } = pools.running.get('default') ?? {};
  pools.tell([...queue, ...leases].map(({ task_id }) => ({ kind: 'gone', task_id, ask: 1 })));
};
const size = () => pools.running.get('default')?.settings.size;

describe('several processes that look after health', () => {
  it('judge by the samples of the one that comes first', async () => {
    const [first, second] = [makeProcess('first'), makeProcess('second')];
    await pass(2 * INTERVAL_MS, first, second);
    expect(first.taken).toHaveLength(2);
    expect(second.taken).toEqual([]);
    expect(second.watch.report()).toEqual(first.watch.report());
    expect(second.watch.report()).toMatchObject({ status: 'healthy', as_of: clock.now });
  });

  it('go on from what another has begun when that is gone', async () => {
    const [first, second] = [makeProcess('first'), makeProcess('second')];
    wait(106);
    await pass(INTERVAL_MS, first, second);
    expect(size()).toBe(7);
    const [raised] = await second.remedies.list(10);
    expect(raised).toMatchObject({ name: 'raise_size:default', pending: null, ended_at: null });
    empty();
    await pass(SETTINGS.remedy.relief_ms + SETTINGS.remedy.spacing_ms, second);
    expect(size()).toBe(5);
    const [over] = await second.remedies.list(10);
    expect(over).toMatchObject({ id: raised?.id, ended_by: 'chimera' });
    expect(over?.end_reason).toContain('the size of pool default went from 7 to 5');
  });

  it('each judge by their own samples while the database does not answer, and do nothing', async () => {
    const [first, second] = [makeProcess('first'), makeProcess('second')];
    wait(120);
    away = true;
    await pass(2 * INTERVAL_MS, first, second);
    for (const { taken, warned, watch } of [first, second]) {
      expect(taken).toHaveLength(2);
      expect(warned).toHaveLength(2);
      expect(watch.report()).toMatchObject({ status: 'unhealthy', as_of: clock.now });
    }
    expect(size()).toBe(5);
  });

  it('take the sample of an interval once, whoever is there', async () => {
    const [first, second] = [makeProcess('first'), makeProcess('second')];
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
  const kinds = async (process: ReturnType<typeof makeProcess>) =>
    (await process.remedies.list(10)).map(({ name, ended_by }) => [name, ended_by]);

  it('have the agent that fails taken out, and tried again when its calls have not failed for a while', async () => {
    const process = makeProcess('first');
    await pass(INTERVAL_MS, process);
    fail();
    await pass(INTERVAL_MS, process);
    await failCalls('coder-agent');
    await pass(INTERVAL_MS, process);
    expect(await kinds(process)).toEqual([['trip_breaker:coder-agent', null]]);
    expect(breakers.kept.get('coder-agent')?.state).toBe('OPEN');
    expect(pools.running.get('default')?.intake).toBe('open');
    await pass(SETTINGS.remedy.relief_ms + SETTINGS.remedy.spacing_ms, process);
    expect(await kinds(process)).toEqual([['trip_breaker:coder-agent', 'chimera']]);
    expect(breakers.kept.get('coder-agent')?.state).toBe('CLOSED');
  });

  it('wait where no agent stands out, until no more have failed for a while', async () => {
    const process = makeProcess('first');
    await pass(INTERVAL_MS, process);
    fail();
    await pass(INTERVAL_MS, process);
    // The calls that led to it might still become known.
    expect(await kinds(process)).toEqual([]);
    await pass(INTERVAL_MS, process);
    expect(await kinds(process)).toEqual([['pause_intake:default', null]]);
    expect(pools.running.get('default')?.intake).toBe('paused');
    await pass(SETTINGS.remedy.relief_ms + SETTINGS.remedy.spacing_ms, process);
    expect(await kinds(process)).toEqual([['pause_intake:default', 'chimera']]);
    expect(pools.running.get('default')?.intake).toBe('open');
  });
});

describe('remediation that is off', () => {
  const off = { ...SETTINGS, remedy: { ...DEFAULT_HEALTH_SETTINGS.remedy, enabled: false } };

  it('does nothing, whatever happens', async () => {
    const process = makeProcess('first', off);
    wait(120);
    await pass(10 * 60_000, process);
    expect(process.watch.report().status).toBe('unhealthy');
    expect(size()).toBe(5);
    expect(await process.remedies.list(10)).toEqual([]);
  });

  it('still takes back what was done before', async () => {
    wait(106);
    await pass(INTERVAL_MS, makeProcess('first'));
    expect(size()).toBe(7);
    empty();
    await pass(SETTINGS.remedy.relief_ms + SETTINGS.remedy.spacing_ms, makeProcess('first', off));
    expect(size()).toBe(5);
  });
});
