import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import { untilAnswered } from './until-answered.ts';

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

/** Which Temporal is waited for. */
export interface AwaitedTemporal {
  /** `host:port`. */
  readonly address: string;
  readonly namespace: string;
  readonly log: { warn(context: object, message: string): void };
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/** How long a process waits for Temporal before it gives up, in ms; whoever runs it starts it again. */
const LIMIT_MS = 120_000;

const CONNECT_LIMIT = '2s';

/**
 * Waits until Temporal answers for its namespace.
 * @throws {Error} with the last reason when it has not within two minutes.
 */
export async function awaitTemporal({ address, namespace, log, signal }: AwaitedTemporal): Promise<void> {
  const ask = async (): Promise<void> => {
    const connection = await Connection.connect({ address, connectTimeout: CONNECT_LIMIT });
    try {
      await connection.workflowService.describeNamespace({ namespace });
    } finally {
      await connection.close();
    }
  };
  await untilAnswered(ask, {
    limitMs: LIMIT_MS,
    everyMs: 1_000,
    signal,
    onRefused: (reason) => {
      log.warn({ address, namespace, reason }, 'Temporal does not answer yet; asking again each second');
    },
  });
}
