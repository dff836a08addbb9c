import { poolSize, PRIORITY_THRESHOLD } from './capacity.ts';
import type { Ranked } from './order.ts';
import type { PoolState } from './state.ts';

/** Why a task that is `ahead` tasks away from starting has not started yet, in a sentence. */
export function reasonToWait(state: PoolState, { task, eligible, overdue }: Ranked, ahead: number): string {
  const { intake, mode, leases } = state;
  if (intake === 'paused') return 'the pool is paused';
  if (intake === 'draining') return 'the pool is draining';
  if (!eligible) {
    return `priority ${task.priority} is below ${PRIORITY_THRESHOLD[mode]}, the least that starts in ${mode}`;
  }
  const size = poolSize(state);
  return `${grants(leases.length, size)}; ${turn(ahead, overdue)}`;
}

function grants(leases: number, size: number): string {
  const free = size - leases;
  if (free > 0) return `${free} of ${size} leases ${free === 1 ? 'is' : 'are'} about to be granted`;
  if (free < 0) return `${leases} leases are held while ${size} ${size === 1 ? 'is' : 'are'} allowed`;
  return size === 1 ? 'the only lease is held' : `all ${size} leases are held`;
}

function turn(ahead: number, overdue: boolean): string {
  const place = ahead === 0 ? 'it starts next' : `${ahead} ${ahead === 1 ? 'task goes' : 'tasks go'} first`;
  return overdue ? `${place}, for it has waited too long` : place;
}
