/** Chimera's worker process as production puts it together; only what agents and git would do takes no time. */
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { ActivityPorts } from '../../src/activities/ports.ts';
import { createAgentRegistry } from '../../src/agents/registry.ts';
import { declaredAgents } from '../../src/config/declared-agents.ts';
import { createForges } from '../../src/delivery/forges.ts';
import { DEFAULT_BREAKER_SETTINGS } from '../../src/domain/circuit-breaker.ts';
import { DEFAULT_POOL_SETTINGS, type PoolSettings } from '../../src/domain/pool/settings.ts';
import { secretsOfEnvironment } from '../../src/observability/known-secrets.ts';
import { maskOf } from '../../src/observability/mask.ts';
import { createArtifactStore } from '../../src/persistence/artifacts/artifact-store.ts';
import { createAccountStore } from '../../src/persistence/accounts/account-store.ts';
import { createAgentAccounts } from '../../src/persistence/accounts/agent-accounts.ts';
import { createBreakerStore } from '../../src/persistence/breaker-store.ts';
import { createLedgerStore } from '../../src/persistence/ledger/ledger-store.ts';
import { createCircuitBreakers } from '../../src/persistence/circuit-breakers.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import { attendPool } from '../../src/worker/attend-pool.ts';
import { createWorker } from '../../src/worker/create-worker.ts';
import { createDrainWatch } from '../../src/worker/drain/drain-watch.ts';
import { hostTaskQueue } from '../../src/worker/host-queue.ts';
import { createPoolClient } from '../../src/temporal/pools/pool-client.ts';
import { createTaskClient } from '../../src/temporal/tasks/task-client.ts';
import { poolSizeReader } from '../../src/temporal/pools/pool-size.ts';
import { createWorkerSlots } from '../../src/worker/slots/worker-slots.ts';
import { installTemporalLogger } from '../../src/worker/temporal-logger.ts';
import { noOpAgents } from './no-op-agents.ts';
import { noOpWorkspaces } from './no-op-workspaces.ts';
import { PROJECT } from './project.ts';
import { serveBench } from './serve-bench.ts';
import { allObservers, noObservers, workerLog } from './worker-observers.ts';
import { createGateway } from '../../src/agents/gateway/gateway.ts';
import { NO_SANDBOX } from '../../src/agents/sandbox/sandbox.ts';

await serveBench(
  async ({ temporalAddress, namespace, dataDirectory, deploymentUrl, pools: sizes, slots: cap, observed }) => {
    const log = workerLog(dataDirectory, observed);
    installTemporalLogger(log);
    const { db, close } = await openDatabase({ directory: join(dataDirectory, 'db') });
    const connection = await NativeConnection.connect({ address: temporalAddress });
    const client = new Client({ connection, namespace });
    const tasks = createTaskClient(client, log);
    const settingsOf = (pool: string): PoolSettings => fixedAt(sizes[pool] ?? cap);
    const pools = createPoolClient(client, settingsOf);
    const agents = createAgentRegistry({
      projects: [PROJECT],
      builtIns: noOpAgents(deploymentUrl),
      sandbox: NO_SANDBOX,
      gateway: createGateway(),
      env: {},
    });
    const observers = observed
      ? allObservers(
          db,
          log,
          declaredAgents([PROJECT]).map(({ name }) => name),
        )
      : noObservers();
    const { apply } = createBreakerStore(db, DEFAULT_BREAKER_SETTINGS);
    const breakers = createCircuitBreakers({ apply, settings: DEFAULT_BREAKER_SETTINGS, log });
    const ports: ActivityPorts = {
      agents,
      breakers,
      accounts: createAgentAccounts({ apply: createAccountStore(db).apply, log }),
      accounting: { prices: {}, budgets: {}, readSpent: createLedgerStore(db).spent },
      journal: observers.journal,
      isProfiling: observers.isProfiling,
      pools: observers.timed(pools),
      workspaces: noOpWorkspaces(dataDirectory),
      artifacts: createArtifactStore(join(dataDirectory, 'artifacts')),
      forges: createForges([], {}),
      mask: maskOf(secretsOfEnvironment(process.env)),
      hostTaskQueue: await hostTaskQueue(dataDirectory),
      keepFailedMs: 0,
      projectNamed: () => PROJECT,
      runSetUp: () => Promise.resolve(),
      handBack: new AbortController().signal,
      tasks,
      requestCancel: async (taskId) => {
        await client.workflow.getHandle(taskId).cancel();
      },
      now: Date.now,
      monotonic: () => performance.now(),
      random: Math.random,
    };
    const slots = createWorkerSlots(cap);
    const worker = await createWorker({
      connection,
      namespace,
      ports,
      slots,
      activityInterceptors: [createDrainWatch().interceptor],
      shutdownGraceMs: 1_000,
    });
    const begin = (pool: string): Promise<void> =>
      pools.tell(pool, [{ kind: 'configured', settings: settingsOf(pool) }]);
    const names = Object.keys(sizes);
    await Promise.all(names.map(begin));
    const leavePool = attendPool({
      readSize: poolSizeReader(client.workflow, names, begin),
      slots,
      cap,
      // Sampled, but not told: a bench fills the host, and a pool that holds back for it would be another size than set.
      tellsPressure: true,
      reportPressure: () => Promise.resolve(),
      log,
    });
    const stopped = worker.run();
    return {
      stop: async () => {
        leavePool();
        worker.shutdown();
        await stopped;
        await connection.close();
        await observers.stop();
        await close();
      },
    };
  },
);

function fixedAt(size: number): PoolSettings {
  return { ...DEFAULT_POOL_SETTINGS, size, min: 1, max: size, policy: 'fixed', queue_cap: 5_000 };
}
