import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';

/** How connections to a PostgreSQL are made. */
export interface ConnectionsOptions {
  /** What the server lists them under. */
  readonly name: string;
  /** How long nothing may come on one before it counts as broken, in ms; without it for ever, as for statements that may take long. */
  readonly silenceMs?: number;
}

/** The connections of one purpose: with what each is opened, and how those that are left are broken off. */
export interface Connections {
  readonly config: pg.ClientConfig;
  breakOff(): void;
}

const CONNECT_LIMIT_MS = 5_000;
const KEEPALIVE_AFTER_MS = 10_000;

/** How long a connection may take to say good-bye, in ms: the other end may be gone without a word. */
const CLOSE_LIMIT_MS = 1_000;

/**
 * Connections to a PostgreSQL that may go away without a word, for the network or the server's host can. The library has
 * no limit for that: a statement, and also the end of a connection, would be waited for for ever.
 */
export function connectionsTo(url: string, { name, silenceMs }: ConnectionsOptions): Connections {
  const open = new Set<Socket>();
  const stream = (): Socket => {
    const socket = new Socket();
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    if (silenceMs !== undefined) {
      socket.setTimeout(silenceMs, () => {
        socket.destroy(new Error(`The database has said nothing for ${silenceMs / 1_000} s.`));
      });
    }
    return socket;
  };
  return {
    config: {
      connectionString: url,
      application_name: name,
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEPALIVE_AFTER_MS,
      stream,
    },
    breakOff() {
      for (const socket of open) socket.destroy();
    },
  };
}

/** Closes connections by what asks them to, and breaks off those that have not closed a second later. */
export async function closeInTime(connections: Connections, close: () => Promise<unknown>): Promise<void> {
  await Promise.race([close().catch(() => undefined), delay(CLOSE_LIMIT_MS, undefined, { ref: false })]);
  connections.breakOff();
}
