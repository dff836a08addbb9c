import type { Client } from '@temporalio/client';
import { sql } from 'drizzle-orm';
import type { PoolGateway } from '../../temporal/pools/pool-gateway.ts';
import type { ChimeraConfig } from '../../config/chimera-config.ts';
import { declaredAgents } from '../../config/declared-agents.ts';
import type { Environment } from '../../config/env.ts';
import type { BreakerStore } from '../../persistence/breaker-store.ts';
import type { Queries } from '../../persistence/database.ts';
import { countCalls } from '../../persistence/health/call-counts.ts';
import type { RecordSink } from '../../persistence/recorder/recorder.ts';
import { createSampler } from '../../worker/pressure/sampler.ts';
import { untilAnswered } from '../../temporal/until-answered.ts';
import { breakersAtHand } from './breakers-at-hand.ts';
import type { OwnActions } from './own-actions.ts';
import { recordPool } from './record-pool.ts';
import type { HealthSources } from './sample-health.ts';
import { pollersOf } from '../../temporal/pollers.ts';
import { TASK_QUEUE } from '../../workflows/task/contract.ts';

/** A worker asks again after a minute at the latest; Temporal lists it for some more minutes. In ms. */
const HEARD_OF_MS = 75_000;

/** What there is to be asked. */
export interface SourcesSetup {
  readonly environment: Pick<Environment, 'databaseUrl' | 'memoryLimitMb'>;
  readonly config: Pick<ChimeraConfig, 'pools' | 'projects'>;
  readonly client: Client;
  readonly pools: Pick<PoolGateway, 'read'>;
  readonly ping: () => Promise<unknown>;
  readonly db: Queries;
  readonly breakers: Pick<BreakerStore, 'all' | 'transitions'>;
  /** Where it is written down what the pools did by themselves, and how they were. */
  readonly actions: Pick<OwnActions, 'mirror'>;
  readonly records: RecordSink;
}

const FIRST_CHECK = { limitMs: 1_500, everyMs: 100, onRefused: () => undefined };

/** Where samples come from in a running system; `failedWorkers` is undefined while it is not known how many there are. */
export function healthSources(
  { environment, config, client, pools, ping, db, breakers, actions, records }: SourcesSetup,
  failedWorkers: () => number | undefined,
): HealthSources {
  const { databaseUrl, memoryLimitMb } = environment;
  return {
    pools: config.pools,
    readPool: async (pool) => {
      const state = await pools.read(pool);
      if (state === undefined) return undefined;
      recordPool(state, records, Date.now());
      // A copy, which may lag: the next sample brings it along.
      await actions.mirror(state).catch(() => undefined);
      return state;
    },
    askTemporal: ping,
    askDatabase: async () => {
      if (databaseUrl !== undefined) return connectionsOf(db);
      // The embedded database has one connection, which is no limit.
      await db.execute(sql`select 1`);
      return undefined;
    },
    countWorkers: () => countWorkers(client, Date.now()),
    countFailed: () => onceKnown(failedWorkers),
    agents: declaredAgents(config.projects).map(({ name }) => name),
    readBreakers: () => breakersAtHand(breakers),
    countCalls: (after, until) => countCalls(db, after, until),
    readHost: createSampler({ memoryLimitMb, now: () => performance.now() }),
  };
}

/** The first check of heartbeats may still be under way. */
function onceKnown(count: () => number | undefined): Promise<number> {
  const ask = (): Promise<number> => {
    const known = count();
    return known === undefined ? Promise.reject(new Error('heartbeats are not checked')) : Promise.resolve(known);
  };
  return untilAnswered(ask, FIRST_CHECK);
}

/** How many of a PostgreSQL server's connections are in use, of how many. */
async function connectionsOf(db: Queries): Promise<{ readonly used: number; readonly max: number }> {
  const { rows } = (await db.execute(
    sql`select count(*)::int as used, current_setting('max_connections')::int as max from pg_stat_activity
      where backend_type = 'client backend'`,
  )) as { readonly rows: readonly { used: number; max: number }[] };
  return rows[0] ?? { used: 0, max: 0 };
}

/** How many workers asked Temporal for agents' work within the last minute. */
async function countWorkers(client: Client, now: number): Promise<number> {
  const pollers = await pollersOf(client, TASK_QUEUE, 'activities');
  return pollers.filter(({ askedAt }) => now - askedAt < HEARD_OF_MS).length;
}
