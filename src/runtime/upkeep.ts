import type { PoolGateway } from '../api/pool/pool-gateway.ts';
import type { ChimeraConfig } from '../config/chimera-config.ts';
import type { Queries } from '../persistence/database.ts';
import type { Leadership } from '../persistence/health/leadership.ts';
import { pruneHeartbeats } from '../persistence/heartbeats/prune-heartbeats.ts';
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
  /** Of several processes on one database the one that leads sees to old records. */
  readonly leadership: Pick<Leadership, 'leads'>;
  readonly log: Readonly<Record<'debug' | 'info' | 'warn', (context: object, message: string) => void>>;
  /** Ms since the epoch. */
  readonly now: () => number;
}

/** How often old records are put together and removed, and old heartbeats, which are many, removed; in ms. */
const KEEPING_INTERVAL_MS = 10 * 60_000;
const HEARTBEAT_INTERVAL_MS = 60_000;

/**
 * How often it is looked whether that is due, in ms: so soon a process goes on that has come to lead, and so soon what
 * failed is tried again.
 */
export const LOOK_INTERVAL_MS = 15_000;

/** Samples the pools, and sees to old records while this process leads, until what it gives is called. */
export function startUpkeep(setup: UpkeepSetup): () => Promise<void> {
  const { config, pools, db, records, leadership, log, now } = setup;
  const names = Object.keys(config.pools);
  const keepDays = config.records.keep_days;
  const endSampling = every(
    SAMPLE_INTERVAL_MS,
    () => samplePools({ pools: names, read: (pool) => pools.read(pool), records, now }),
    () => undefined,
  );
  const duties = [
    duty('old heartbeats', HEARTBEAT_INTERVAL_MS, (stopping) => pruneHeartbeats(db, keepDays, stopping)),
    duty('old records', KEEPING_INTERVAL_MS, async (stopping) => {
      // What was not put together yet must not go.
      await aggregate(db, now(), stopping);
      return prune(db, keepDays, now(), stopping);
    }),
  ];
  const endKeeping = every(
    LOOK_INTERVAL_MS,
    async (stopping) => {
      if (!(await leadership.leads())) return;
      for (const see of duties) await see(stopping, setup);
    },
    (error) => {
      log.warn({ reason: innermostReason(error) }, 'it is not known who sees to old records; asked again');
    },
  );
  return async () => {
    await Promise.all([endSampling(), endKeeping()]);
  };
}

/**
 * Something that is done when it was not within the interval; gives how many rows it removed. What failed was not done, and
 * is told of once until it is done again.
 */
function duty(what: string, intervalMs: number, work: (stopping: AbortSignal) => Promise<number>) {
  let doneAt: number | undefined;
  let hasFailed = false;
  return async (stopping: AbortSignal, { log, now }: Pick<UpkeepSetup, 'log' | 'now'>): Promise<void> => {
    const begun = now();
    // A clock may be set back.
    if (doneAt !== undefined && Math.abs(begun - doneAt) < intervalMs) return;
    try {
      const removed = await work(stopping);
      if (hasFailed) log.info({ removed }, `${what} are seen to again`);
      else log.debug({ removed }, `${what} were seen to`);
      doneAt = begun;
      hasFailed = false;
    } catch (error) {
      stopping.throwIfAborted();
      if (!hasFailed) log.warn({ reason: innermostReason(error) }, `${what} could not be seen to; tried again`);
      hasFailed = true;
    }
  };
}
