import { join } from 'node:path';
import { createTemporalDeadLetters } from '../temporal/tasks/dead-letter-gateway.ts';
import { HealthWatch } from '../api/health/health-watch.ts';
import { type Api, createApi } from '../api/main.ts';
import { createTemporalPools } from '../temporal/pools/pool-gateway.ts';
import { createTemporalTasks } from '../temporal/tasks/temporal-tasks.ts';
import { lazyTemporalClient } from '../temporal/connection.ts';
import type { ChimeraConfig } from '../config/chimera-config.ts';
import { declaredAgents } from '../config/declared-agents.ts';
import { type Environment, isProfiling, retryPolicyFor } from '../config/env.ts';
import type { Logger } from '../observability/logging.ts';
import { createHeartbeatMetrics } from '../observability/metrics/heartbeat-metrics.ts';
import type { ProcessMetrics } from '../journal/counters.ts';
import { breakerJournal } from '../journal/worker-journal.ts';
import type { WorkerSnapshots } from '../observability/metrics/worker-snapshots.ts';
import { createArtifactStore } from '../persistence/artifacts/artifact-store.ts';
import { createAccountStore } from '../persistence/accounts/account-store.ts';
import { createBreakerStore } from '../persistence/breaker-store.ts';
import type { Queries } from '../persistence/database.ts';
import { createDeadLetterStore } from '../persistence/dead-letter-store.ts';
import { createHeartbeatStore } from '../persistence/heartbeats/heartbeat-store.ts';
import { createHistoryStore } from '../persistence/history/history-store.ts';
import { createLedgerStore } from '../persistence/ledger/ledger-store.ts';
import { createProfileStore } from '../persistence/profile/profile-store.ts';
import type { RecordSink } from '../persistence/recorder/recorder.ts';
import { createSpanStore } from '../persistence/spans/span-store.ts';
import { createReportStore } from '../persistence/report/report-store.ts';
import { createTaskRunStore } from '../persistence/task-run-store.ts';
import { createFeatureReader } from './feature-reader.ts';
import { SAMPLE_INTERVAL_MS } from './health/record-pool.ts';
import { watchHealth } from './health/watch-health.ts';
import { logChanges } from './heartbeats/check-heartbeats.ts';
import { watchHeartbeats } from './heartbeats/watch-heartbeats.ts';
import { processMask } from './process-mask.ts';
import type { Temporal } from './temporal.ts';
import { VERSION } from './version.ts';

/** What the API is put together from. */
export interface ApiSetup {
  readonly environment: Environment;
  readonly config: ChimeraConfig;
  readonly temporal: Pick<Temporal, 'address' | 'uiUrl'>;
  readonly db: Queries;
  readonly records: RecordSink;
  /** Of this process, and of the workers that it started. */
  readonly metrics: ProcessMetrics & { readonly snapshots?: WorkerSnapshots };
  readonly log: Logger;
}

/** Starts the API on its parts. */
export async function startApi(setup: ApiSetup): Promise<Api> {
  const { environment, config, temporal, db, records, metrics, log } = setup;
  const { host, port, allowedHosts: hosts, dataDirectory, temporalNamespace: namespace } = environment;
  const { client, close } = lazyTemporalClient({ address: temporal.address, namespace });
  const gateway = createTemporalTasks(client);
  const runs = createTaskRunStore(db);
  const deadLetterGateway = createTemporalDeadLetters(client, (taskId) => gateway.observe(taskId));
  const deadLetters = createDeadLetterStore(db);
  const breakers = createBreakerStore(db, config.breaker, breakerJournal(metrics.counters, log));
  const poolGateway = createTemporalPools(client);
  const heartbeats = createHeartbeatStore(db);
  const { settings, sample_ms } = config.health;
  const watch = new HealthWatch(settings, Date.now);
  const watching = watchHealth(watch, {
    ...{ environment, config, client, pools: poolGateway, db, breakers, records, log },
    ping: () => gateway.ping(),
  });
  const reader = createFeatureReader({ log });
  const starting = createApi({
    version: VERSION,
    gateway,
    poolGateway,
    deadLetterGateway,
    pools: config.pools,
    runs,
    breakers,
    accounts: createAccountStore(db),
    deadLetters,
    heartbeats,
    healthWatch: watch,
    actions: watching.actions,
    history: createHistoryStore(db, config.records.keep_days, Date.now),
    profiles: createProfileStore(db),
    ledger: createLedgerStore(db),
    budgets: config.budgets,
    profiling: isProfiling(config, environment),
    reports: {
      store: createReportStore(db),
      sampleIntervalMs: Math.max(sample_ms, SAMPLE_INTERVAL_MS),
      mask: processMask(config),
    },
    artifacts: createArtifactStore(join(dataDirectory, 'artifacts')),
    rules: {
      projects: config.projects,
      retry: retryPolicyFor(config.retry, environment),
      readFeature: reader.readFeature,
    },
    spans: createSpanStore(db),
    registry: metrics.registry,
    workerMetrics: metrics.snapshots,
    log,
    ...(temporal.uiUrl === undefined ? {} : { temporalUi: { url: temporal.uiUrl, namespace } }),
    now: Date.now,
    host,
    port,
    hosts,
  });
  const api = await starting.catch(async (error: unknown) => {
    await reader.close();
    throw error;
  });
  const heartbeatWatch = watchHeartbeats({
    store: heartbeats,
    agents: declaredAgents(config.projects).map(({ name }) => name),
    intervalMs: config.heartbeat.interval_ms,
    metrics: createHeartbeatMetrics(metrics.registry),
    changed: [logChanges(log)],
    log,
  });
  const endWatching = watching.begin(() => heartbeatWatch.counts()?.worker.FAILED);
  return {
    url: api.url,
    close: async () => {
      await api.close();
      await Promise.all([endWatching(), heartbeatWatch.end(), reader.close()]);
      await close();
    },
  };
}
