import type { HealthWatch } from '../../api/health/health-watch.ts';
import type { PoolGateway } from '../../temporal/pools/pool-gateway.ts';
import type { ChimeraConfig } from '../../config/chimera-config.ts';
import type { BreakerStore } from '../../persistence/breaker-store.ts';
import { createHealthStore } from '../../persistence/health/health-store.ts';
import { createActionRecords } from '../../persistence/health/action-records.ts';
import { runEvery } from '../run-every.ts';
import { evaluateHealth } from './evaluate-health.ts';
import { healthSources, type SourcesSetup } from './health-sources.ts';
import { createOwnActions, type OwnActions } from './own-actions.ts';
import { sampleHealth } from './sample-health.ts';

/** What the health of a system is watched with. */
export interface WatchSetup extends Omit<SourcesSetup, 'actions'> {
  readonly config: Pick<ChimeraConfig, 'pools' | 'projects' | 'health'>;
  readonly pools: Pick<PoolGateway, 'read' | 'command' | 'send'>;
  readonly breakers: BreakerStore;
  readonly log: {
    info(context: object, message: string): void;
    warn(context: object, message: string): void;
  };
}

/** The watching of a system's health. */
export interface HealthWatching {
  /** What is done by itself about what is critical. */
  readonly actions: OwnActions;
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
  const shared = { settings, log, now: Date.now };
  const actions = createOwnActions({ ...shared, pools, breakers, records: createActionRecords(db) });
  return {
    actions,
    begin(failedWorkers) {
      const sources = healthSources({ ...setup, actions }, failedWorkers);
      const sample: Parameters<typeof evaluateHealth>[0]['sample'] = (at, before) => sampleHealth(sources, at, before);
      return runEvery(
        sample_ms,
        () => evaluateHealth({ ...shared, store, watch, actions, sample, sampleMs: sample_ms }),
        (error) => {
          log.warn({ reason: String(error) }, 'the health could not be sampled');
        },
      );
    },
  };
}
