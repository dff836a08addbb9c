import { join } from 'node:path';
import { freePort } from '../../support/free-port.ts';
import { SEARCH_ATTRIBUTE_TYPES } from '../../../src/runtime/temporal.ts';
import { startTemporalServer, type TemporalServer } from '../../../src/toolchain/temporal-server.ts';

/** A Temporal server that keeps its state in a file and can be killed and started again on the same port. */
export interface RestartableTemporal {
  readonly address: string;
  readonly namespace: string;
  kill(): Promise<void>;
  /** Settles once it takes work. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the server in a directory. */
export async function startTemporal(directory: string, namespace: string): Promise<RestartableTemporal> {
  const port = await freePort();
  const start = (): Promise<TemporalServer> =>
    startTemporalServer({
      namespace,
      searchAttributes: SEARCH_ATTRIBUTE_TYPES,
      dbFile: join(directory, 'temporal.db'),
      logFile: join(directory, 'logs/temporal.log'),
      port,
      headless: true,
    });
  let server = await start();
  return {
    address: server.address,
    namespace,
    kill: () => server.kill(),
    start: async () => {
      server = await start();
    },
    stop: () => server.stop(),
  };
}
