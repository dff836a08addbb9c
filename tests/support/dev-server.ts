import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { createStack } from '../../src/runtime/stack.ts';
import { SEARCH_ATTRIBUTE_TYPES } from '../../src/runtime/temporal.ts';
import { startTemporalServer } from '../../src/toolchain/temporal-server.ts';

/** A real Temporal server, with connections for a client and for workers. */
export interface DevServer {
  readonly address: string;
  readonly namespace: string;
  readonly client: Client;
  readonly native: NativeConnection;
  stop(): Promise<void>;
}

/** Starts a server for one suite, on a free port, its data in a folder that goes with it. */
export async function startDevServer(namespace = 'chimera', logger = new DefaultLogger('ERROR')): Promise<DevServer> {
  Runtime.install({
    logger,
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
  });
  const stack = createStack();
  const directory = await mkdtemp(join(tmpdir(), 'chimera-server-'));
  stack.push(() => rm(directory, { recursive: true, force: true }));
  const logFile = join(directory, 'temporal.log');
  const searchAttributes = SEARCH_ATTRIBUTE_TYPES;
  const server = await startTemporalServer({ namespace, searchAttributes, logFile, headless: true });
  stack.push(() => server.stop());
  const connection = await Connection.connect({ address: server.address });
  stack.push(() => connection.close());
  const native = await NativeConnection.connect({ address: server.address });
  stack.push(() => native.close());
  const { address } = server;
  return { address, namespace, client: new Client({ connection, namespace }), native, stop: () => stack.stop() };
}
