import type { ChimeraConfig } from '../config/chimera-config.ts';
import type { Environment } from '../config/env.ts';
import type { Logger } from '../observability/logging.ts';
import type { Queries } from '../persistence/database.ts';
import { pruneHeartbeats } from '../persistence/heartbeats/prune-heartbeats.ts';
import { aggregate } from '../persistence/history/aggregate.ts';
import { prune } from '../persistence/history/prune.ts';
import { type RunningUpkeep, startUpkeep } from '../worker/upkeep/upkeep-worker.ts';
import type { Temporal } from './temporal.ts';

/** What a process does upkeep with. */
export interface ProcessUpkeepSetup {
  readonly environment: Pick<Environment, 'temporalNamespace'>;
  readonly config: Pick<ChimeraConfig, 'records'>;
  readonly temporal: Pick<Temporal, 'address'>;
  readonly db: Queries;
  readonly log: Pick<Logger, 'fatal'>;
}

/** Has this process, which has the database open, do the upkeep that falls due. */
export async function startProcessUpkeep(setup: ProcessUpkeepSetup): Promise<RunningUpkeep> {
  const { environment, config, temporal, db, log } = setup;
  const keepDays = config.records.keep_days;
  const upkeep = await startUpkeep({
    temporalAddress: temporal.address,
    namespace: environment.temporalNamespace,
    jobs: {
      pruneHeartbeats: (_, signal) => pruneHeartbeats(db, keepDays, signal),
      aggregateAndPrune: async (now, signal) => {
        // What was not put together yet must not go.
        await aggregate(db, now, signal);
        return prune(db, keepDays, now, signal);
      },
    },
  });
  upkeep.stopped.catch((error: unknown) => {
    log.fatal({ reason: String(error) }, 'Upkeep failed: old records stay until Chimera is started again');
  });
  return upkeep;
}
