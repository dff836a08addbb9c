import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import { NativeConnection } from '@temporalio/worker';
import type { ActivityPorts } from '../activities/ports.ts';
import { setUpCheckout } from '../agents/built-in/deployment/set-up.ts';
import { withLock } from '../host/lock.ts';
import type { Sandbox } from '../agents/sandbox/sandbox.ts';
import { createWorkspaces } from '../agents/workspace/workspaces.ts';
import { type ChimeraConfig, findProject } from '../config/chimera-config.ts';
import { createForges } from '../delivery/forges.ts';
import { TerminalAgentError } from '../domain/failure.ts';
import { actionRules } from '../domain/health/settings.ts';
import { DEFAULT_POOL, DEFAULT_POOL_SETTINGS, MOST_LEASES, type PoolSettings } from '../domain/pool/settings.ts';
import type { SpanSink } from '../domain/trace/span.ts';
import type { JournalReader } from '../journal/event.ts';
import { workerJournal } from '../journal/worker-journal.ts';
import type { Logger } from '../observability/logging.ts';
import type { Mask } from '../observability/secret-shapes.ts';
import { createArtifactStore } from '../persistence/artifacts/artifact-store.ts';
import type { AgentAccounts } from '../persistence/accounts/agent-accounts.ts';
import type { CircuitBreakers } from '../persistence/circuit-breakers.ts';
import type { ReadSpent } from '../persistence/ledger/ledger-store.ts';
import type { RecordSink } from '../persistence/recorder/recorder.ts';
import { type AgentsSetup, createAgents } from './agents.ts';
import { attendPool } from './attend-pool.ts';
import { createWorker } from './create-worker.ts';
import { createDrainWatch } from './drain/drain-watch.ts';
import { hostTaskQueue } from './host-queue.ts';
import { startJanitor } from './janitor.ts';
import { lookOverProjects } from './look-over-projects.ts';
import { createPoolClient } from '../temporal/pools/pool-client.ts';
import { createTaskClient } from '../temporal/tasks/task-client.ts';
import { timedPoolClient } from './pool/timed-pool-client.ts';
import { poolSizeReader } from '../temporal/pools/pool-size.ts';
import { createWorkerSlots } from './slots/worker-slots.ts';

/** What a worker process works with. */
export interface WorkerOptions {
  readonly config: ChimeraConfig;
  readonly dataDirectory: string;
  /** Temporal's `host:port`. */
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly records: RecordSink;
  readonly breakers: CircuitBreakers;
  readonly accounts: AgentAccounts;
  /** Reads what was spent so far. */
  readonly readSpent: ReadSpent;
  /** Who counts what happens. */
  readonly counters: JournalReader;
  /** Inspects a change, for the guardian. */
  readonly inspectChange: AgentsSetup['inspectChange'];
  readonly chromium: string;
  /** Makes the e2e-tester's videos; undefined: there are none. */
  readonly ffmpeg: string | undefined;
  /** Whether it looks the projects over as it starts; of several workers on one data directory one does. */
  readonly looksOver: boolean;
  /** Confines the programs of tasks. */
  readonly sandbox: Sandbox;
  /** The most agent calls at once on this worker; when not given, the size of the pool alone counts. */
  readonly slotCap?: number | undefined;
  /** Whether it tells its pools how hard its host is pressed. */
  readonly tellsPressure: boolean;
  /** What this process alone may use, where no control group says so; in MiB. */
  readonly memoryLimitMb?: number | undefined;
  /** A clock in ms that is never set back, where it is measured what phases spend their time on. */
  readonly profileClock?: (() => number) | undefined;
  /** Whose heartbeats tell of the calls of agents. */
  readonly heartbeats: JournalReader;
  /** Activities end by themselves in this time on a stop, then they are cancelled and go back to the queue; in ms. */
  readonly drainMs: number;
  /** Whether the staging processes of this host end with this worker; otherwise they outlive it. */
  readonly endsDeployments: boolean;
  readonly log: Logger;
  /** Hides what this process knows to be secret. */
  readonly mask: Mask;
  /** Where spans go besides. */
  readonly exported?: SpanSink | undefined;
}

/** A worker at work. */
export interface RunningWorker {
  /** Settles when the worker has stopped; rejects when it failed. */
  readonly stopped: Promise<void>;
  /** Takes no new work, lets what runs end or go back to the queue, and leaves no process of an agent behind. */
  stop(): Promise<void>;
  /** Ends the patience of a stop: what still runs goes back to the queue now. */
  hurry(): void;
}

const BUNDLE = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));

/** Connects a worker to Temporal and sets it to work. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { config, dataDirectory, namespace, log } = options;
  const connection = await connect(options.temporalAddress);
  const client = new Client({ connection, namespace });
  const { workflow } = client;
  const tasks = createTaskClient(client, log);
  const settingsOf = (pool: string): PoolSettings => config.pools[pool] ?? DEFAULT_POOL_SETTINGS;
  const journal = workerJournal(options);
  const rules = actionRules(config.health.settings, config.health.sample_ms);
  const pools = timedPoolClient(createPoolClient(client, settingsOf, rules), journal);
  const workspaces = createWorkspaces({ dataDirectory });
  const { registry, deployments, gateway } = createAgents({ ...options, projects: config.projects, workspaces });
  const handBack = new AbortController();
  const ports: ActivityPorts = {
    agents: registry,
    breakers: options.breakers,
    accounts: options.accounts,
    accounting: { prices: config.prices, budgets: config.budgets, readSpent: options.readSpent },
    journal,
    isProfiling: options.profileClock !== undefined,
    workspaces,
    artifacts: createArtifactStore(join(dataDirectory, 'artifacts')),
    forges: createForges(config.projects, process.env),
    mask: options.mask,
    hostTaskQueue: await hostTaskQueue(dataDirectory),
    keepFailedMs: config.workspaces.keep_failed_hours * 3_600_000,
    projectNamed: (name) => declaredProject(config, name),
    runSetUp: (setUp, signal) => setUpCheckout(setUp, options.sandbox, signal),
    handBack: handBack.signal,
    pools,
    tasks,
    requestCancel: async (taskId) => {
      await workflow.getHandle(taskId).cancel();
    },
    now: Date.now,
    monotonic: () => performance.now(),
    random: Math.random,
  };
  const cap = options.slotCap ?? MOST_LEASES;
  const slots = createWorkerSlots(Math.min(cap, settingsOf(DEFAULT_POOL).size));
  const drain = createDrainWatch();
  const worker = await createWorker({
    connection,
    namespace,
    ports,
    slots,
    activityInterceptors: [drain.interceptor],
    shutdownGraceMs: options.drainMs,
    ...(existsSync(BUNDLE) ? { workflowBundle: { codePath: BUNDLE } } : {}),
  });
  const begin = (pool: string): Promise<void> =>
    pools.tell(pool, [{ kind: 'configured', settings: settingsOf(pool), rules }]);
  const names = Object.keys(config.pools);
  await Promise.all(names.map(begin));
  const exclusively = (work: () => Promise<void>) => withLock(join(dataDirectory, 'sweep.lock'), work);
  const endJanitor = startJanitor({ workspaces, deployments, isOpen: tasks.isOpen, exclusively, now: Date.now, log });
  const closing = new AbortController();
  if (options.looksOver) {
    void lookOverProjects({ projects: config.projects, workspaces, log, signal: closing.signal });
  }
  const leavePool = attendPool({
    readSize: poolSizeReader(workflow, names, begin),
    slots,
    cap,
    reportPressure: async (report) => {
      await Promise.all(names.map((pool) => pools.tell(pool, [{ kind: 'pressure', ...report }])));
    },
    tellsPressure: options.tellsPressure,
    memoryLimitMb: options.memoryLimitMb,
    log,
  });
  const stopped = worker.run().finally(async () => {
    leavePool();
    endJanitor();
    closing.abort(new Error('The worker stops.'));
    await gateway.close();
    if (options.endsDeployments) await deployments.releaseAll();
    await connection.close();
  });
  return {
    stopped,
    hurry: () => {
      handBack.abort(new CancelledFailure('WORKER_SHUTDOWN'));
    },
    stop: async () => {
      log.info({ running: drain.begin(), drain_ms: options.drainMs }, 'Draining: no new work is taken');
      worker.shutdown();
      await stopped;
      log.info(drain.count(), 'Drained: what ran has ended or was handed back');
    },
  };
}

function declaredProject(config: ChimeraConfig, name: string) {
  try {
    return findProject(config, name);
  } catch (error) {
    throw new TerminalAgentError(error instanceof Error ? error.message : String(error));
  }
}

async function connect(address: string): Promise<NativeConnection> {
  try {
    return await NativeConnection.connect({ address });
  } catch (error) {
    throw new Error(`Temporal does not answer at ${address}; is it running, and is TEMPORAL_ADDRESS right?`, {
      cause: error,
    });
  }
}
