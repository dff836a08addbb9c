/** How hard one worker's host is withPressure, in percent of what the worker may use. `at` is ms since the epoch. */
export interface PressureReport {
  readonly worker_id: string;
  readonly memory_pct: number;
  readonly cpu_pct: number;
  readonly at: number;
}

/**
 * From the relaxed side upward: what a worker must tell its pool of. Between the lower and the upper figure a mode that
 * was entered stays, so that a load at the border does not change it to and fro.
 */
export const PRESSURE_LIMITS = {
  survival: { memory: { enter: 90, leave: 85 } },
  degraded: { memory: { enter: 80, leave: 75 }, cpu: { enter: 85, leave: 80 } },
} as const;

/** A report counts this long; a worker under pressure renews it in time, and one that died does not. In ms. */
export const PRESSURE_TTL_MS = 60_000;

/** Whether a worker's figures can matter to the mode of its pool. */
export function isPressed({ memory_pct, cpu_pct }: Pick<PressureReport, 'memory_pct' | 'cpu_pct'>): boolean {
  const { memory, cpu } = PRESSURE_LIMITS.degraded;
  return memory_pct >= memory.leave || cpu_pct >= cpu.leave;
}
