import { setTimeout as delay } from 'node:timers/promises';
import type { TemporalServer } from '../toolchain/temporal-server.ts';

/** Ports of a server that was started before. */
export interface ServerPorts {
  readonly port?: number;
  readonly uiPort?: number;
}

/** Where the supervisor says what happened. */
export interface SupervisorLog {
  warn(context: object, message: string): void;
  error(context: object, message: string): void;
}

/** A server that is kept running at one address. */
export interface SupervisedServer {
  readonly address: string;
  readonly uiUrl: string | undefined;
  stop(): Promise<void>;
}

const RESTART_INTERVAL_MS = 1_000;

/** Starts the server, and starts it again on its ports whenever it ends without having been asked to, until it is. */
export async function supervise(
  start: (ports: ServerPorts) => Promise<TemporalServer>,
  log: SupervisorLog,
): Promise<SupervisedServer> {
  const stopping = new AbortController();
  let server = await start({});
  const { address, uiUrl } = server;
  const ports = { port: portOf(`http://${address}`), ...(uiUrl === undefined ? {} : { uiPort: portOf(uiUrl) }) };

  async function restart(): Promise<TemporalServer> {
    for (;;) {
      try {
        return await start(ports);
      } catch (error) {
        log.error({ reason: String(error) }, 'The Temporal server could not be started again; it is tried once more');
        await delay(RESTART_INTERVAL_MS, undefined, { signal: stopping.signal });
      }
    }
  }
  async function watch(): Promise<void> {
    for (;;) {
      await server.exited;
      if (stopping.signal.aborted) return;
      log.warn({ address }, 'The Temporal server ended by itself and is started again on its file');
      server = await restart();
    }
  }
  // The only rejection is that of the wait between two tries, when the stop comes in.
  const watching = watch().catch(() => undefined);
  return {
    address,
    uiUrl,
    stop: async () => {
      stopping.abort();
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
