import { Connection } from '@temporalio/client';
import type { Logger } from '../observability/logging.ts';
import { untilAnswered } from './until-answered.ts';

/** Which Temporal is waited for. */
export interface AwaitedTemporal {
  /** `host:port`. */
  readonly address: string;
  readonly namespace: string;
  readonly log: Logger;
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
