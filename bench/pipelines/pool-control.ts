import { setTimeout } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { PoolState } from '../../src/domain/pool/state.ts';
import { poolWorkflowId, QUERY_POOL, UPDATE_PAUSE, UPDATE_RESUME } from '../../src/workflows/pool/contract.ts';

const LIMIT_MS = 600_000;
const INTERVAL_MS = 250;

/** A pool, by way of Temporal. */
export function poolControl({ workflow }: Client, pool: string) {
  const handle = workflow.getHandle(poolWorkflowId(pool));
  return {
    pause: () => handle.executeUpdate<unknown, []>(UPDATE_PAUSE),
    resume: () => handle.executeUpdate<unknown, []>(UPDATE_RESUME),
    /** @throws when that many tasks do not wait within ten minutes. */
    async untilQueued(count: number): Promise<void> {
      const deadline = performance.now() + LIMIT_MS;
      for (;;) {
        const { queue } = await handle.query<PoolState>(QUERY_POOL);
        if (queue.length >= count) return;
        if (performance.now() > deadline) throw new Error(`${queue.length} of ${count} tasks wait in ${pool}.`);
        await setTimeout(INTERVAL_MS);
      }
    },
  };
}
