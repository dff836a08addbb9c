import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import type { TemporalServerOptions } from './temporal-server-arguments.ts';

const CALL_TIMEOUT_MS = 2_000;
const POLL_MS = 100;

async function ask(address: string, namespace: string, attributes: readonly string[]): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: CALL_TIMEOUT_MS });
  try {
    await connection.withDeadline(Date.now() + CALL_TIMEOUT_MS, async () => {
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
      const absent = attributes.filter((name) => !Object.hasOwn(customAttributes, name));
      if (absent.length > 0) throw new Error(`search attributes not registered yet: ${absent.join(', ')}`);
      // Only a search proves that namespace and attributes have reached the part of the server that uses them.
      const query = attributes.map((name) => `${name} IS NULL`).join(' AND ');
      await connection.workflowService.countWorkflowExecutions({ namespace, query });
    });
  } finally {
    await connection.close();
  }
}

/**
 * Settles once the server at `address` takes work in the namespace and can search by its attributes; throws with the
 * last obstacle when `signal` aborts first.
 */
export async function untilReady(
  address: string,
  { namespace, searchAttributes }: Pick<TemporalServerOptions, 'namespace' | 'searchAttributes'>,
  signal: AbortSignal,
): Promise<void> {
  let obstacle = 'it was not asked';
  while (!signal.aborted) {
    try {
      await ask(address, namespace, Object.keys(searchAttributes));
      return;
    } catch (error) {
      obstacle = error instanceof Error ? error.message : String(error);
      await delay(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  }
  throw new Error(obstacle);
}
