import { setTimeout as delay } from 'node:timers/promises';
import type { BreakerStateName } from '../../domain/circuit-breaker.ts';
import { poolSample } from '../../domain/health/pool-sample.ts';
import type { HealthSample, PoolSample, Reachability, ResourceSample } from '../../domain/health/sample.ts';
import { newPool, type PoolState } from '../../domain/pool/state.ts';
import type { PoolSettings } from '../../domain/pool/settings.ts';

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
  readonly agents: readonly string[];
  /** The breakers that ever changed. */
  readonly readBreakers: () => Promise<ReadonlyMap<string, BreakerStateName>>;
  /** Of this host, in percent. */
  readonly readHost: () => { readonly memory_pct: number; readonly cpu_pct: number };
}

const PATIENCE_MS = 2_000;

/** How the system is at a moment in ms since the epoch. */
export async function sampleHealth(sources: HealthSources, at: number): Promise<HealthSample> {
  const { pools, agents } = sources;
  const states = Object.entries(pools).map(async ([name, settings]) => {
    const state = await known(async () => (await sources.readPool(name)) ?? newPool(name, settings, at));
    return { name, state };
  });
  const [read, temporal, database, workers, breakers] = await Promise.all([
    Promise.all(states),
    reachable(sources.askTemporal),
    known(async () => ({ connections: await sources.askDatabase() })),
    known(sources.countWorkers),
    known(sources.readBreakers),
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
    ...(workers === undefined ? {} : { workers: { alive: workers, silent: 0 } }),
    agents: agents.map((agent) => ({
      agent,
      ...(breakers === undefined ? {} : { breaker: breakers.get(agent) ?? 'CLOSED' }),
    })),
  };
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
