import type { HealthSettings } from '../health/settings.ts';

/** The samples of a period: one at most in each interval, of all pools together; `first_at` in ms since the epoch. */
export interface SampleCounts {
  readonly samples: number;
  /** Those in which a pool was over a critical limit. */
  readonly unhealthy: number;
  readonly first_at: number | null;
}

/** How available the system was; null without samples. */
export interface Availability {
  /** The share of samples that were not unhealthy, 0 to 1. */
  readonly share: number | null;
  /** The share of the time since the first sample of which there is one, 0 to 1: else something did not answer. */
  readonly observed: number | null;
}

/** Availability by the samples up to `to`, taken every `interval` ms; both in ms. */
export function availability(
  { samples, unhealthy, first_at }: SampleCounts,
  to: number,
  interval: number,
): Availability {
  if (samples === 0 || first_at === null) return { share: null, observed: null };
  // That of the interval at hand may be on its way.
  const expected = Math.max(1, Math.floor((to - first_at) / interval));
  return { share: 1 - unhealthy / samples, observed: Math.min(1, samples / expected) };
}

/** From where on a sample of a pool is unhealthy. */
export interface PoolLimits {
  readonly queue_depth: number;
  /** More than so many percent without a break for so many ms, with as many samples as are taken in that time. */
  readonly utilization: { readonly above: number; readonly for_ms: number; readonly samples: number };
}

/** The critical limits of health that samples of pools can be held against; nothing is over one that there is not. */
export function poolLimits({ queue, utilization }: HealthSettings, interval: number): PoolLimits {
  const { above, for_ms } = utilization.critical ?? { above: Number.MAX_SAFE_INTEGER, for_ms: 0 };
  return {
    queue_depth: queue.critical?.above ?? Number.MAX_SAFE_INTEGER,
    utilization: { above, for_ms, samples: Math.max(1, Math.floor(for_ms / interval)) },
  };
}
