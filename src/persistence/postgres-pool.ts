import pg from 'pg';
import { closeInTime, connectionsTo } from './postgres-connections.ts';

/** Milliseconds that the server bears with a statement of the pool; nobody waits for another one's lock for longer. */
const SERVER_LIMITS = {
  statement_timeout: 30_000,
  lock_timeout: 10_000,
  /** A process that stands still in a transaction would hold up all others. */
  idle_in_transaction_session_timeout: 10_000,
};

/** Longer than any statement may take. */
const SILENCE_MS = SERVER_LIMITS.statement_timeout + 5_000;

const MAX_CONNECTIONS = 10;

type Release = pg.PoolClient['release'];
type OnClient = (error: Error | undefined, client: pg.PoolClient | undefined, done: Release) => void;

/**
 * A pool that survives what happens to a client in the hands of somebody who neither listens for its errors nor gives it
 * back when not even `begin` came through, as drizzle's transactions do: the first would end the process, and ten of the
 * second leave the pool without a connection for ever.
 */
class SturdyPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: OnClient): void;
  override connect(callback?: OnClient): Promise<pg.PoolClient> | undefined {
    if (callback === undefined) return super.connect().then(givenBackOnce);
    super.connect(callback);
    return undefined;
  }
}

/** A client that goes back by itself when its connection breaks; giving it back once more does nothing. */
function givenBackOnce(client: pg.PoolClient): pg.PoolClient {
  const giveBack = client.release.bind(client);
  let isBack = false;
  const release: Release = (error) => {
    if (isBack) return;
    isBack = true;
    client.off('error', release);
    giveBack(error);
  };
  client.on('error', release);
  client.release = release;
  return client;
}

/** A pool, and an end for it that takes about a second at most, whatever has become of the server. */
export interface OpenPool {
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** Makes a pool of connections to a PostgreSQL; `onConnectionLost` is told of one that broke while idle. */
export function openPool(url: string, onConnectionLost?: (error: Error) => void): OpenPool {
  const connections = connectionsTo(url, { name: 'chimera', silenceMs: SILENCE_MS });
  const pool = new SturdyPool({ ...connections.config, ...SERVER_LIMITS, max: MAX_CONNECTIONS });
  // Without a listener an idle connection that breaks would end the process.
  pool.on('error', (error) => onConnectionLost?.(error));
  return { pool, close: () => closeInTime(connections, () => pool.end()) };
}
