import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../config/env.ts';
import { startTemporalServer } from '../toolchain/temporal-server.ts';
import { onStack } from './stack.ts';
import { type ServerPorts, supervise, type SupervisorLog } from './supervise-temporal.ts';
import { hiddenLoopback } from './hidden-loopback.ts';
import { serveTemporalUi } from './temporal-ui.ts';
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

/**
 * The Temporal the environment names, or an embedded server that keeps its state in the data directory. That one's Web UI
 * answers whoever comes, so nobody is told where it is: `uiUrl` leads to it through a door.
 */
export async function reachTemporal(environment: Environment, log: SupervisorLog): Promise<Temporal> {
  const { temporalAddress, temporalNamespace, dataDirectory } = environment;
  if (temporalAddress !== undefined) {
    return { address: temporalAddress, uiUrl: undefined, stop: () => Promise.resolve() };
  }
  const uiHost = await hiddenLoopback();
  const start = async (ports: ServerPorts) => {
    const server = await startTemporalServer({
      uiHost,
      namespace: temporalNamespace,
      searchAttributes: SEARCH_ATTRIBUTE_TYPES,
      dbFile: join(dataDirectory, 'temporal.db'),
      logFile: join(dataDirectory, 'temporal.log'),
      ...ports,
    });
    await writeFile(addressFile(dataDirectory), server.address);
    return server;
  };
  return onStack(async (stack) => {
    const server = await supervise(start, log);
    stack.push(() => server.stop());
    if (server.uiUrl === undefined) return { ...server, stop: () => stack.stop() };
    const ui = await serveTemporalUi({ behind: server.uiUrl, hosts: environment.allowedHosts, log });
    stack.push(() => ui.close());
    return { address: server.address, uiUrl: ui.url, stop: () => stack.stop() };
  });
}

/** Where the embedded server of a data directory listens, as its last start wrote it down. */
export async function embeddedAddress(dataDirectory: string): Promise<string | undefined> {
  return readFile(addressFile(dataDirectory), 'utf8').catch(() => undefined);
}

function addressFile(dataDirectory: string): string {
  return join(dataDirectory, 'temporal.address');
}
