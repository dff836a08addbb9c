import type { PoolMode, PoolState } from './state.ts';

/** The least priority that may start in each mode (S9). */
export const PRIORITY_THRESHOLD: Readonly<Record<PoolMode, number>> = { NORMAL: 1, DEGRADED: 5, SURVIVAL: 8 };

/** What is left of a size in each mode (S9); the size itself stays as it is, so it is back when the mode is over. */
const REDUCED: Readonly<Record<PoolMode, (size: number) => number>> = {
  NORMAL: (size) => size,
  DEGRADED: (size) => Math.max(1, Math.floor(size / 2)),
  SURVIVAL: (size) => Math.min(2, size),
};

/** Leases allowed at once now. */
export function poolSize({ settings, mode }: Pick<PoolState, 'settings' | 'mode'>): number {
  return REDUCED[mode](settings.size);
}

/** Share of the allowed leases that are held; above 1 while a shrink waits for work to end. */
export function utilization(state: Pick<PoolState, 'settings' | 'mode' | 'leases'>): number {
  return state.leases.length / poolSize(state);
}

/** Leases that the pool could use now, were workers there: nought while it is idle. The figure for an outside scaler. */
export function demand(state: Pick<PoolState, 'settings' | 'mode' | 'leases' | 'queue' | 'intake'>): number {
  const least = PRIORITY_THRESHOLD[state.mode];
  const eligible = state.intake === 'open' ? state.queue.filter(({ priority }) => priority >= least).length : 0;
  const wanted = Math.min(state.leases.length + eligible, poolSize(state));
  return Math.max(wanted, state.leases.length);
}
