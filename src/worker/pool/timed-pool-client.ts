import type { PoolClient } from '../../temporal/pools/pool-client.ts';
import type { Journal } from '../../journal/event.ts';

/** A line to the pools whose messages are timed, by their kind, until Temporal has taken them. */
export function timedPoolClient(
  line: PoolClient,
  journal: Journal,
  now: () => number = () => performance.now(),
): PoolClient {
  return {
    async tell(pool, messages) {
      const begun = now();
      await line.tell(pool, messages);
      const seconds = (now() - begun) / 1_000;
      for (const { kind: operation } of messages) journal.tell({ kind: 'pool_told', operation, seconds });
    },
  };
}
