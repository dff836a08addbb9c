import { type WorkflowClient, WorkflowNotFoundError } from '@temporalio/client';
import { DEFAULT_POOL, MEMO_POOL_SIZE, poolWorkflowId } from '../../workflows/pool/contract.ts';

/**
 * Asks Temporal how many leases the named pools may give out together, by the memo of their workflows, which adds nothing
 * to a history. Answers undefined while none of them runs.
 */
export function poolSizeReader(
  workflows: Pick<WorkflowClient, 'getHandle'>,
  pools: readonly string[] = [DEFAULT_POOL],
): () => Promise<number | undefined> {
  return async () => {
    const sizes = await Promise.all(pools.map((pool) => sizeOf(workflows, pool)));
    const known = sizes.filter((size) => size !== undefined);
    return known.length === 0 ? undefined : known.reduce((sum, size) => sum + size, 0);
  };
}

async function sizeOf(workflows: Pick<WorkflowClient, 'getHandle'>, pool: string): Promise<number | undefined> {
  try {
    const { status, memo } = await workflows.getHandle(poolWorkflowId(pool)).describe();
    const size = memo?.[MEMO_POOL_SIZE];
    return status.name === 'RUNNING' && isSize(size) ? size : undefined;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
