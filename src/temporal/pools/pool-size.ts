import type { WorkflowClient } from '@temporalio/client';
import { MEMO_POOL_SIZE, poolWorkflowId } from '../../workflows/pool/contract.ts';
import { ifFound } from '../call.ts';

/**
 * Asks Temporal how many leases the named pools may give out together, by the memo of their workflows, which adds nothing
 * to a history. A pool that does not run is started. Answers undefined while none has a size yet.
 */
export function poolSizeReader(
  workflows: Pick<WorkflowClient, 'getHandle'>,
  pools: readonly string[],
  start: (pool: string) => Promise<void>,
): () => Promise<number | undefined> {
  const sizeOf = async (pool: string): Promise<number | undefined> => {
    const found = await memoOf(workflows, pool);
    if (found === 'absent') await start(pool);
    const size = found === 'absent' ? undefined : found[MEMO_POOL_SIZE];
    return isSize(size) ? size : undefined;
  };
  return async () => {
    const sizes = await Promise.all(pools.map(sizeOf));
    const known = sizes.filter((size) => size !== undefined);
    return known.length === 0 ? undefined : known.reduce((sum, size) => sum + size, 0);
  };
}

type Memo = Readonly<Record<string, unknown>>;

async function memoOf(workflows: Pick<WorkflowClient, 'getHandle'>, pool: string): Promise<Memo | 'absent'> {
  const found = await ifFound(workflows.getHandle(poolWorkflowId(pool)).describe());
  return found?.status.name === 'RUNNING' ? (found.memo ?? {}) : 'absent';
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
