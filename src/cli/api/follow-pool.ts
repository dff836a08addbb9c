import { setTimeout as delay } from 'node:timers/promises';
import { isPassing, type Patience, STANDARD_PATIENCE } from './patience.ts';
import type { PoolClient } from './pool-client.ts';
import type { PoolView } from './pool-view.ts';

const answerLimitMs = 5_000;

/**
 * A pool as it stands, again after each pause until aborted. While the API is away the last state is given again, marked
 * stale; an outage longer than the patience rejects, and so does an error that will not pass.
 */
export async function* followPool(
  pool: Pick<PoolClient, 'view'>,
  name: string | undefined,
  signal: AbortSignal,
  patience: Patience = STANDARD_PATIENCE,
): AsyncGenerator<PoolView> {
  let last: PoolView | undefined;
  let heardAt = performance.now();
  while (!isAborted(signal)) {
    try {
      last = await pool.view(name, AbortSignal.any([signal, AbortSignal.timeout(answerLimitMs)]));
      heardAt = performance.now();
      yield last;
    } catch (error) {
      if (isAborted(signal)) return;
      const outage = performance.now() - heardAt;
      if (last === undefined || !isPassing(error) || outage > patience.outageMs) throw error;
      yield { ...last, stale: true };
    }
    await delay(patience.pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
