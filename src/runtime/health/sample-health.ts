import { setTimeout as delay } from 'node:timers/promises';
import { poolSample } from '../../domain/health/pool-sample.ts';
import type {
  AgentSample,
  HealthSample,
  PoolSample,
  Reachability,
  ResourceSample,
} from '../../domain/health/sample.ts';
import type { OutcomeCounts } from '../../domain/pool/window.ts';
import { newPool, type PoolState } from '../../domain/pool/state.ts';
import type { PoolSettings } from '../../domain/pool/settings.ts';
import type { BreakerAtHand } from './breakers-at-hand.ts';

/** What a sample of health is taken from; what rejects, or takes longer than 2 s, is not known. */
export interface HealthSources {
  readonly pools: Readonly<Record<string, PoolSettings>>;
  /** A pool's own answer; undefined when it does not run, which it does from its first task on. */
  readonly readPool: (pool: string) => Promise<PoolState | undefined>;
  readonly askTemporal: () => Promise<unknown>;
  /** Connections of the database, or nothing where they have no limit. */
  readonly askDatabase: () => Promise<ResourceSample['database_connections']>;
  /** How many workers ask Temporal for work. */
  readonly countWorkers: () => Promise<number>;
  /** How many workers have failed by their heartbeats. */
  readonly countFailed: () => Promise<number>;
  readonly agents: readonly string[];
  /** The breakers that ever changed. */
  readonly readBreakers: () => Promise<ReadonlyMap<string, BreakerAtHand>>;
  /** How the calls of agents ended after one moment and up to another, in ms since the epoch. */
  readonly countCalls: (after: number, until: number) => Promise<ReadonlyMap<string, OutcomeCounts>>;
  /** Of this host, in percent. */
  readonly readHost: () => { readonly memory_pct: number; readonly cpu_pct: number };
}

const PATIENCE_MS = 2_000;

/** Records of calls come this late at most, in ms: those that ended later are counted by the next sample. */
const CALLS_LAG_MS = 5_000;

const NO_CALLS: OutcomeCounts = { completed: 0, failed: 0 };

/** How the system is at a moment in ms since the epoch; the counts of calls go on from the sample before. */
export async function sampleHealth(sources: HealthSources, at: number, before?: HealthSample): Promise<HealthSample> {
  const { pools, agents } = sources;
  const states = Object.entries(pools).map(async ([name, settings]) => {
    const state = await known(async () => (await sources.readPool(name)) ?? newPool(name, settings, at));
    return { name, state };
  });
  const [read, temporal, database, workers, breakers, calls] = await Promise.all([
    Promise.all(states),
    reachable(sources.askTemporal),
    known(async () => ({ connections: await sources.askDatabase() })),
    known(async () => ({ alive: await sources.countWorkers(), silent: await sources.countFailed() })),
    known(sources.readBreakers),
    known(() => sources.countCalls((before?.at ?? at) - CALLS_LAG_MS, at - CALLS_LAG_MS)),
  ]);
  const pressed = read.flatMap(({ state }) => state?.pressure ?? []);
  const host = sources.readHost();
  return {
    at,
    pools: read.map(({ name, state }): PoolSample => (state === undefined ? { pool: name } : poolSample(state, at))),
    resources: {
      memory_pct: Math.max(host.memory_pct, ...pressed.map(({ memory_pct }) => memory_pct)),
      cpu_pct: Math.max(host.cpu_pct, ...pressed.map(({ cpu_pct }) => cpu_pct)),
      ...(database?.connections === undefined ? {} : { database_connections: database.connections }),
    },
    temporal,
    database: database === undefined ? 'down' : 'up',
    ...(workers === undefined ? {} : { workers }),
    agents: agents.map((agent): AgentSample => ({
      agent,
      ...(breakers === undefined ? {} : breakerOf(breakers.get(agent))),
      ...(calls === undefined ? {} : { calls: sum(callsOf(before, agent), calls.get(agent)) }),
    })),
  };
}

function breakerOf(breaker: BreakerAtHand | undefined): Pick<AgentSample, 'breaker' | 'tripped_by_chimera'> {
  const { state, tripped_by_chimera } = breaker ?? { state: 'CLOSED', tripped_by_chimera: false };
  return { breaker: state, ...(tripped_by_chimera ? { tripped_by_chimera } : {}) };
}

function callsOf(sample: HealthSample | undefined, name: string): OutcomeCounts {
  return sample?.agents.find(({ agent }) => agent === name)?.calls ?? NO_CALLS;
}

function sum(left: OutcomeCounts, right: OutcomeCounts = NO_CALLS): OutcomeCounts {
  return { completed: left.completed + right.completed, failed: left.failed + right.failed };
}

async function reachable(ask: () => Promise<unknown>): Promise<Reachability> {
  return (await known(async () => ({ answer: await ask() }))) === undefined ? 'down' : 'up';
}

/** What a question is answered with in time, if it is. */
async function known<T>(ask: () => Promise<T>): Promise<T | undefined> {
  const over = new AbortController();
  const late = delay(PATIENCE_MS, undefined, { signal: over.signal }).catch(() => undefined);
  return Promise.race([ask().catch(() => undefined), late]).finally(() => {
    over.abort();
  });
}
