import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';

/** Where Temporal is: host:port, and a namespace. */
export interface TemporalAddress {
  readonly address: string;
  readonly namespace: string;
}

/** A client that connects on its first call, and what closes its connection. */
export interface LazyClient {
  readonly client: Client;
  close(): Promise<void>;
}

const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 250;

/**
 * A client for a Temporal that may be away: nothing is asked of it now, and after a loss it is looked for again every
 * second at least, rather than with waits that grow to minutes.
 */
export function lazyTemporalClient({ address, namespace }: TemporalAddress): LazyClient {
  const { retryableDecider } = defaultGrpcRetryOptions();
  let closing = false;
  const connection = Connection.lazy({
    address,
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 1_000 },
    interceptors: [
      makeGrpcRetryInterceptor({
        delayFunction: (attempt) => Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt),
        retryableDecider: (attempt, status) => !closing && retryableDecider(attempt, status),
      }),
    ],
  });
  return {
    client: new Client({ connection, namespace }),
    async close() {
      // A retry that fires on a closed channel throws where nobody can catch it, so those that are due come first.
      closing = true;
      await delay(2 * LAST_RETRY_MS);
      await connection.close();
    },
  };
}
