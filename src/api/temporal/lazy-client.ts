import { Client, Connection } from '@temporalio/client';

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

/**
 * A client for a Temporal that may be away: nothing is asked of it now, and after a loss it is looked for again every
 * second at least, rather than with waits that grow to minutes.
 */
export function lazyTemporalClient({ address, namespace }: TemporalAddress): LazyClient {
  const connection = Connection.lazy({
    address,
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 1_000 },
  });
  return { client: new Client({ connection, namespace }), close: () => connection.close() };
}
