import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { Stack } from '../../src/runtime/stack.ts';
import { SEARCH_ATTRIBUTE_TYPES } from '../../src/runtime/temporal.ts';
import { startTemporalServer, type TemporalServer } from '../../src/toolchain/temporal-server.ts';
import type { Side } from './side.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

const NAMESPACE = 'chimera';

/** Where the bench takes place: one Temporal server, and a worker process for each side. */
export interface Ground {
  readonly client: Client;
  readonly server: TemporalServer;
  readonly workers: Readonly<Record<Side['name'], WorkerProcess>>;
}

/** What the ground is prepared for. */
export interface GroundOptions {
  /** Size of each pool by its name. */
  readonly pools: Readonly<Record<string, number>>;
  /** Activities at once, on either side. */
  readonly slots: number;
  /** Whether all that observes Chimera's work is on, as in production (yes). */
  readonly observed?: boolean;
  /** Folder for CPU profiles of the workers; undefined: none are made. */
  readonly profiles: string | undefined;
}

/** Prepares it; everything ends with the stack. */
export async function prepareGround(
  stack: Stack,
  { pools, slots, profiles, observed = true }: GroundOptions,
): Promise<Ground> {
  const directory = await mkdtemp(join(tmpdir(), 'chimera-bench-'));
  stack.push(() => rm(directory, { recursive: true, force: true }));
  const server = await startTemporalServer({
    namespace: NAMESPACE,
    searchAttributes: SEARCH_ATTRIBUTE_TYPES,
    dbFile: join(directory, 'temporal.db'),
    logFile: join(directory, 'temporal.log'),
  });
  stack.push(() => server.stop());
  const assignment = {
    temporalAddress: server.address,
    namespace: NAMESPACE,
    dataDirectory: directory,
    deploymentUrl: await serveDeployments(stack),
    pools,
    slots,
    observed,
  };
  const start = async (name: Side['name']): Promise<WorkerProcess> => {
    const worker = await startWorkerProcess(name, assignment, profiles);
    stack.push(() => worker.stop());
    return worker;
  };
  const workers = { bare: await start('bare'), chimera: await start('chimera') };
  const connection = await Connection.connect({ address: server.address });
  stack.push(() => connection.close());
  return { client: new Client({ connection, namespace: NAMESPACE }), server, workers };
}

/** The deployments of all tasks: they answer, for a proof begins with a look at whether they do. */
async function serveDeployments(stack: Stack): Promise<string> {
  const site = createServer((_, response) => response.end()).listen(0, '127.0.0.1');
  await once(site, 'listening');
  stack.push(async () => {
    site.close();
    site.closeAllConnections();
    await once(site, 'close');
  });
  const address = site.address();
  if (address === null || typeof address === 'string') throw new Error('The deployments have no port.');
  return `http://127.0.0.1:${address.port}`;
}
