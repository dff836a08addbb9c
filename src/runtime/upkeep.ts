import type { PoolGateway } from '../api/pool/pool-gateway.ts';
import type { ChimeraConfig } from '../config/chimera-config.ts';
import type { Queries } from '../persistence/database.ts';
import { aggregate } from '../persistence/history/aggregate.ts';
import { prune } from '../persistence/history/prune.ts';
import { innermostReason } from '../persistence/innermost-reason.ts';
import type { RecordSink } from '../persistence/recorder/recorder.ts';
import { every } from './every.ts';
import { SAMPLE_INTERVAL_MS, samplePools } from './sample-pools.ts';

/** What the upkeep of the records works with. */
export interface UpkeepSetup {
  readonly config: Pick<ChimeraConfig, 'pools' | 'records'>;
  readonly pools: Pick<PoolGateway, 'read'>;
  readonly db: Queries;
  readonly records: RecordSink;
  readonly log: { warn(context: object, message: string): void };
}

/** How often old records are put together and removed, in ms. */
const KEEPING_INTERVAL_MS = 10 * 60_000;

/** Samples the pools, and puts old records together and removes them, until it is called. */
export function startUpkeep({ config, pools, db, records, log }: UpkeepSetup): () => Promise<void> {
  const names = Object.keys(config.pools);
  const endSampling = every(
    SAMPLE_INTERVAL_MS,
    () => samplePools({ pools: names, read: (pool) => pools.read(pool), records, now: Date.now }),
    () => undefined,
  );
  const endKeeping = every(
    KEEPING_INTERVAL_MS,
    async () => {
      await aggregate(db, Date.now());
      await prune(db, config.records.keep_days, Date.now());
    },
    (error) => {
      log.warn({ reason: innermostReason(error) }, 'old records could not be put together and removed; tried again');
    },
  );
  return async () => {
    await Promise.all([endSampling(), endKeeping()]);
  };
}
