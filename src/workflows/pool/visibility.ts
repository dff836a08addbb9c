import { setCurrentDetails, upsertMemo } from '@temporalio/workflow';
import { poolSize } from '../../domain/pool/capacity.ts';
import type { PoolState } from '../../domain/pool/state.ts';
import { MEMO_POOL_SIZE } from './contract.ts';

/** Shows a pool where operators look: its size as a memo, which workers follow, and the details page of the Web UI. */
export function createPoolShow() {
  let shown: number | undefined;

  return (state: PoolState): void => {
    const size = poolSize(state);
    if (size !== shown) upsertMemo({ [MEMO_POOL_SIZE]: size });
    shown = size;
    setCurrentDetails(describe(state, size));
  };
}

function describe({ mode, intake, leases, queue, decisions }: PoolState, size: number): string {
  const lately = decisions.slice(-5).toReversed();
  return [
    `**${leases.length} of ${size} leases held, ${queue.length} waiting** · ${mode} · intake ${intake}`,
    '',
    ...leases.map(({ task_id, token, priority }) => `- ${task_id}: lease ${token}, priority ${priority}`),
    '',
    ...lately.map(({ at, action, from_size, to_size, reason }) =>
      [new Date(at).toISOString(), `${action} ${from_size} → ${to_size}`, reason].join(' · '),
    ),
  ].join('\n');
}
