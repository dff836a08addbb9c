import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { execa } from 'execa';
import { DEFAULT_POOL_SETTINGS, type PoolSettings } from '../../src/domain/pool/settings.ts';
import { SEARCH_ATTRIBUTE_TYPES } from '../../src/runtime/temporal.ts';
import { ensureTools } from '../../src/toolchain/index.ts';
import { startTemporalServer } from '../../src/toolchain/temporal-server.ts';
import { createPoolClient, type PoolClient } from '../../src/temporal/pools/pool-client.ts';
import { type WatchedTasks, createWatchedTasks, type WatchedTask } from './watched-tasks.ts';
import { eventually } from './eventually.ts';
import { type PoolHandle, poolHandle } from './pool-handle.ts';
import { pooledStage } from './pooled-stage.ts';
import { createStage } from './scripted-phases.ts';
import { runWorkers } from './scripted-workers.ts';

const NAMESPACE = 'chimera';

/** A real server with workers, pools and tasks, whose phases are played. */
export interface PoolSite {
  readonly client: Client;
  readonly tasks: WatchedTasks;
  /** A pool that changes nothing by itself and is started with these settings when it is first told something. */
  pool(name: string, settings?: Partial<PoolSettings>): PoolHandle;
  settingsOf(pool: string): PoolSettings;
  /** Another way to the pools, as another worker has one. */
  anotherClient(): PoolClient;
  /** Ends a workflow by Temporal's own command line. */
  terminate(workflowId: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the server and the workers. */
export async function startPoolSite(): Promise<PoolSite> {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
  });
  const directory = await mkdtemp(join(tmpdir(), 'chimera-pool-'));
  const { temporal } = await ensureTools(['temporal']);
  const server = await startTemporalServer({
    namespace: NAMESPACE,
    searchAttributes: SEARCH_ATTRIBUTE_TYPES,
    logFile: join(directory, 'temporal.log'),
    headless: true,
  });
  const connection = await Connection.connect({ address: server.address });
  const native = await NativeConnection.connect({ address: server.address });
  const client = new Client({ connection, namespace: NAMESPACE });
  const tasks = createWatchedTasks(client, createStage());
  const settings = new Map<string, PoolSettings>();
  const settingsOf = (pool: string): PoolSettings => settings.get(pool) ?? DEFAULT_POOL_SETTINGS;
  const stop = await runWorkers(native, pooledStage(tasks, { client, settingsOf }), { namespace: NAMESPACE });
  return {
    client,
    tasks,
    pool(name, change = {}) {
      settings.set(name, { ...DEFAULT_POOL_SETTINGS, policy: 'fixed', ...change });
      return poolHandle(client, name);
    },
    settingsOf,
    anotherClient: () => createPoolClient(client, settingsOf),
    async terminate(workflowId) {
      const place = ['--address', server.address, '--namespace', NAMESPACE];
      await execa(temporal.path, [
        'workflow',
        'terminate',
        '--workflow-id',
        workflowId,
        '--reason',
        'a test',
        ...place,
      ]);
    },
    stop: async () => {
      await stop();
      await native.close();
      await connection.close();
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Waits until a task is closed, and tells how. */
export function closed({ id, handle }: WatchedTask): Promise<string> {
  return eventually(`the end of ${id}`, async () => {
    const { name } = (await handle.describe()).status;
    return name === 'RUNNING' ? undefined : name;
  });
}

/** Waits until a condition holds. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  await eventually(what, async () => ((await holds()) ? true : undefined));
}
