import { hostname } from 'node:os';
import type { HealthWatch } from '../../api/health/health-watch.ts';
import type { PoolGateway } from '../../temporal/pools/pool-gateway.ts';
import type { ChimeraConfig } from '../../config/chimera-config.ts';
import type { BreakerStore } from '../../persistence/breaker-store.ts';
import { createHealthStore } from '../../persistence/health/health-store.ts';
import { createRemedyRecords } from '../../persistence/health/remedy-records.ts';
import { every } from '../every.ts';
import { evaluateHealth } from './evaluate-health.ts';
import { healthSources, type SourcesSetup } from './health-sources.ts';
import { createRemedies, type Remedies } from './remedies.ts';
import { sampleHealth } from './sample-health.ts';

/** What the health of a system is watched with. */
export interface WatchSetup extends SourcesSetup {
  readonly config: Pick<ChimeraConfig, 'pools' | 'projects' | 'health'>;
  readonly pools: Pick<PoolGateway, 'read' | 'command'>;
  readonly breakers: BreakerStore;
  readonly log: {
    info(context: object, message: string): void;
    warn(context: object, message: string): void;
  };
}

/** The watching of a system's health. */
export interface HealthWatching {
  readonly remedies: Remedies;
  /**
   * Begins to look again and again, alone or in turn with others on the same database, until what it gives is called;
   * `failedWorkers` is undefined while it is not known how many there are.
   */
  begin(failedWorkers: () => number | undefined): () => Promise<void>;
}

/** Watches the health of the system and sees to what is critical. */
export function watchHealth(watch: HealthWatch, setup: WatchSetup): HealthWatching {
  const { config, db, pools, breakers, log } = setup;
  const { settings, sample_ms } = config.health;
  const store = createHealthStore(db);
  const by = `${hostname()}/${process.pid}`;
  const shared = { store, settings, by, log, now: Date.now };
  const remedies = createRemedies({ ...shared, pools, breakers, records: createRemedyRecords(db) });
  return {
    remedies,
    begin(failedWorkers) {
      const sources = healthSources(setup, failedWorkers);
      const sample: Parameters<typeof evaluateHealth>[0]['sample'] = (at, before) => sampleHealth(sources, at, before);
      return every(
        sample_ms,
        () => evaluateHealth({ ...shared, watch, remedies, sample, sampleMs: sample_ms }),
        (error) => {
          log.warn({ reason: String(error) }, 'the health could not be sampled');
        },
      );
    },
  };
}
