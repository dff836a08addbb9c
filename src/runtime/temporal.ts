import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../config/env.ts';
import { startTemporalServer, type TemporalServer } from '../toolchain/temporal-server.ts';
import { SEARCH_ATTRIBUTES } from '../workflows/task/contract.ts';

/** Temporal as this process reaches it. */
export interface Temporal {
  /** `host:port`. */
  readonly address: string;
  readonly uiUrl: string | undefined;
  stop(): Promise<void>;
}

/** The search attributes with their types, as the set-up registers them. */
export const SEARCH_ATTRIBUTE_TYPES = {
  [SEARCH_ATTRIBUTES.status]: 'Keyword',
  [SEARCH_ATTRIBUTES.phase]: 'Keyword',
  [SEARCH_ATTRIBUTES.project]: 'Keyword',
  [SEARCH_ATTRIBUTES.priority]: 'Int',
} as const;

/** The Temporal the environment names, or an embedded server that keeps its state in the data directory. */
export async function reachTemporal(environment: Environment, log: SupervisorLog): Promise<Temporal> {
  const { temporalAddress, temporalNamespace, dataDirectory } = environment;
  if (temporalAddress !== undefined) {
    return { address: temporalAddress, uiUrl: undefined, stop: () => Promise.resolve() };
  }
  const start = async (ports: Ports): Promise<TemporalServer> => {
    const server = await startTemporalServer({
      namespace: temporalNamespace,
      searchAttributes: SEARCH_ATTRIBUTE_TYPES,
      dbFile: join(dataDirectory, 'temporal.db'),
      logFile: join(dataDirectory, 'temporal.log'),
      ...ports,
    });
    await writeFile(addressFile(dataDirectory), server.address);
    return server;
  };
  return supervise(start, log);
}

/** Where the embedded server of a data directory listens, as its last start wrote it down. */
export async function embeddedAddress(dataDirectory: string): Promise<string | undefined> {
  return readFile(addressFile(dataDirectory), 'utf8').catch(() => undefined);
}

function addressFile(dataDirectory: string): string {
  return join(dataDirectory, 'temporal.address');
}

interface Ports {
  readonly port?: number;
  readonly uiPort?: number;
}

/** Where the supervisor says what happened. */
export interface SupervisorLog {
  warn(context: object, message: string): void;
  error(context: object, message: string): void;
}

/** Starts the server, and starts it again on its ports and its file whenever it ends without having been asked to. */
async function supervise(start: (ports: Ports) => Promise<TemporalServer>, log: SupervisorLog): Promise<Temporal> {
  let stopping = false;
  let server = await start({});
  const { address, uiUrl } = server;
  const ports = { port: portOf(`http://${address}`), ...(uiUrl === undefined ? {} : { uiPort: portOf(uiUrl) }) };

  async function watch(): Promise<void> {
    for (;;) {
      await server.exited;
      if (stopping) return;
      log.warn({ address }, 'The Temporal server ended by itself and is started again on its file');
      server = await start(ports);
    }
  }
  const watching = watch().catch((error: unknown) => {
    log.error({ reason: String(error) }, 'The Temporal server could not be started again');
  });
  return {
    address,
    uiUrl,
    stop: async () => {
      stopping = true;
      await server.stop();
      await watching;
      // A server that was being started again when the stop came in.
      await server.stop();
    },
  };
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
