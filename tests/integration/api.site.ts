import { Registry } from 'prom-client';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { clearLockedPorts } from 'get-port';
import { type Api, createApi } from '../../src/api/main.ts';
import { createTemporalDeadLetters } from '../../src/temporal/tasks/dead-letter-gateway.ts';
import { createTemporalPools } from '../../src/temporal/pools/pool-gateway.ts';
import { createTemporalTasks } from '../../src/temporal/tasks/temporal-tasks.ts';
import type { ProjectConfig } from '../../src/config/project.ts';
import { DEFAULT_BREAKER_SETTINGS } from '../../src/domain/circuit-breaker.ts';
import { DEFAULT_POOL, DEFAULT_POOL_SETTINGS, type PoolSettings } from '../../src/domain/pool/settings.ts';
import { STANDARD_RETRY_POLICY } from '../../src/domain/retry-policy.ts';
import { readHere } from '../support/read-here.ts';
import { createAccountStore } from '../../src/persistence/accounts/account-store.ts';
import { createBreakerStore } from '../../src/persistence/breaker-store.ts';
import { createArtifactStore } from '../../src/persistence/artifacts/artifact-store.ts';
import type { Database } from '../../src/persistence/database.ts';
import { createDeadLetterStore } from '../../src/persistence/dead-letter-store.ts';
import { HealthWatch } from '../../src/api/health/health-watch.ts';
import { healthSettings } from '../../src/domain/health/settings.ts';
import { createHeartbeatStore } from '../../src/persistence/heartbeats/heartbeat-store.ts';
import { createHistoryStore } from '../../src/persistence/history/history-store.ts';
import { createLedgerStore } from '../../src/persistence/ledger/ledger-store.ts';
import { createProfileStore } from '../../src/persistence/profile/profile-store.ts';
import { createSpanStore } from '../../src/persistence/spans/span-store.ts';
import { createReportStore } from '../../src/persistence/report/report-store.ts';
import { createTaskRunStore } from '../../src/persistence/task-run-store.ts';
import { startTemporalServer, type TemporalServer } from '../../src/toolchain/temporal-server.ts';
import { type KeptLog, project } from '../support/api/api-fixture.ts';
import { memoryActions, type MemoryActions } from '../support/api/memory-actions.ts';
import { pooledStage } from '../support/pooled-stage.ts';
import type { Stage } from '../support/scripted-phases.ts';
import { runWorkers } from '../support/scripted-workers.ts';

/** A pool that is full soon. */
const SETTINGS: PoolSettings = { ...DEFAULT_POOL_SETTINGS, size: 2, min: 1, max: 2, policy: 'fixed', queue_cap: 2 };

/** Starts Temporal on a port, with what an earlier one left in the directory. */
export function startTemporalAt(port: number, directory: string): Promise<TemporalServer> {
  // The same port again at once: get-port would keep it back for a while.
  clearLockedPorts();
  return startTemporalServer({
    namespace: 'default',
    searchAttributes: {
      ChimeraStatus: 'Keyword',
      ChimeraPhase: 'Keyword',
      ChimeraPriority: 'Int',
      ChimeraProject: 'Keyword',
    },
    logFile: join(directory, 'temporal.log'),
    dbFile: join(directory, 'temporal.db'),
    port,
    headless: true,
  });
}

/** Starts workers on tasks that follow the stage's scripts and on their pool; returns what stops them. */
export async function startWorkersAt(port: number, stage: Stage, client: Client): Promise<() => Promise<void>> {
  const connection = await NativeConnection.connect({ address: `127.0.0.1:${port}` });
  const pooled = pooledStage({ stage, leave: () => undefined }, { client, settingsOf: () => SETTINGS });
  const stop = await runWorkers(connection, pooled);
  return async () => {
    await stop();
    await connection.close();
  };
}

const SHOP = project({ target_url: 'http://localhost:3000' });

/** What an API is started on. */
export interface ApiGround {
  readonly client: Client;
  readonly database: Database;
  readonly directory: string;
  readonly log: KeptLog;
  readonly actions?: MemoryActions;
  readonly project?: ProjectConfig;
}

/** Starts the API over a Temporal that may be away. */
export function startApiOn({
  client,
  database,
  directory,
  log,
  actions = memoryActions(),
  project: declared = SHOP,
}: ApiGround): Promise<Api> {
  const gateway = createTemporalTasks(client);
  return createApi({
    version: '1.2.3',
    gateway,
    deadLetterGateway: createTemporalDeadLetters(client, (taskId) => gateway.observe(taskId)),
    deadLetters: createDeadLetterStore(database.db),
    healthWatch: new HealthWatch(healthSettings(15_000), Date.now),
    heartbeats: createHeartbeatStore(database.db),
    actions,
    history: createHistoryStore(database.db, 30, Date.now),
    profiles: createProfileStore(database.db),
    ledger: createLedgerStore(database.db),
    budgets: {},
    profiling: true,
    spans: createSpanStore(database.db),
    reports: { store: createReportStore(database.db), sampleIntervalMs: 15_000 },
    poolGateway: createTemporalPools(client),
    pools: { [DEFAULT_POOL]: SETTINGS },
    runs: createTaskRunStore(database.db),
    breakers: createBreakerStore(database.db, DEFAULT_BREAKER_SETTINGS),
    accounts: createAccountStore(database.db),
    artifacts: createArtifactStore(join(directory, 'artifacts')),
    rules: {
      projects: [declared],
      retry: STANDARD_RETRY_POLICY,
      readFeature: readHere,
    },
    registry: new Registry(),
    log,
    temporalUi: { url: 'http://127.0.0.1:8233', namespace: 'default' },
    now: () => Date.now(),
  });
}
