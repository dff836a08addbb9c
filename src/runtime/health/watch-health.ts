import type { Client } from '@temporalio/client';
import { sql } from 'drizzle-orm';
import type { HealthWatch } from '../../api/health/health-watch.ts';
import type { PoolGateway } from '../../api/pool/pool-gateway.ts';
import type { ChimeraConfig } from '../../config/chimera-config.ts';
import { declaredAgents } from '../../config/declared-agents.ts';
import type { Environment } from '../../config/env.ts';
import type { BreakerStore } from '../../persistence/breaker-store.ts';
import type { Queries } from '../../persistence/database.ts';
import { createSampler } from '../../worker/pressure/sampler.ts';
import { every } from '../every.ts';
import { SAMPLE_INTERVAL_MS } from '../sample-pools.ts';
import { connectionsOf } from './connections.ts';
import { countWorkers } from './count-workers.ts';
import { type HealthSources, sampleHealth } from './sample-health.ts';

/** What the health of a system is watched with. */
export interface WatchSetup {
  readonly environment: Pick<Environment, 'databaseUrl' | 'memoryLimitMb'>;
  readonly config: Pick<ChimeraConfig, 'pools' | 'projects'>;
  readonly client: Client;
  readonly pools: Pick<PoolGateway, 'read'>;
  readonly ping: () => Promise<unknown>;
  readonly db: Queries;
  readonly breakers: Pick<BreakerStore, 'all'>;
  readonly log: { warn(context: object, message: string): void };
}

/** Samples the health of the system for a watch, until it is called. */
export function watchHealth(watch: Pick<HealthWatch, 'take'>, setup: WatchSetup): () => Promise<void> {
  const sources = sourcesOf(setup);
  return every(
    SAMPLE_INTERVAL_MS,
    async () => {
      watch.take(await sampleHealth(sources, Date.now()));
    },
    (error) => {
      setup.log.warn({ reason: String(error) }, 'the health could not be sampled');
    },
  );
}

function sourcesOf({ environment, config, client, pools, ping, db, breakers }: WatchSetup): HealthSources {
  const { databaseUrl, memoryLimitMb } = environment;
  return {
    pools: config.pools,
    readPool: (pool) => pools.read(pool),
    askTemporal: ping,
    askDatabase: async () => {
      if (databaseUrl !== undefined) return connectionsOf(db);
      // The embedded database has one connection, which is no limit.
      await db.execute(sql`select 1`);
      return undefined;
    },
    countWorkers: () => countWorkers(client, Date.now()),
    agents: declaredAgents(config.projects).map(({ name }) => name),
    readBreakers: async () => {
      const known = await breakers.all();
      return new Map([...known.breakers].map(([agent, { state }]) => [agent, state]));
    },
    readHost: createSampler({ memoryLimitMb, now: () => performance.now() }),
  };
}
