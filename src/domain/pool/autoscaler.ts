import type { PoolSettings } from './settings.ts';

/** What the autoscaler sees. Times in ms since the epoch. */
export interface ScalingInput {
  readonly settings: PoolSettings;
  readonly leases: number;
  /** Tasks that wait and may start. */
  readonly waiting: number;
  readonly scaled_at: number;
  readonly now: number;
}

/** A change of size, with its reason. */
export interface Scaling {
  readonly action: 'scale_up' | 'scale_down';
  readonly to_size: number;
  readonly reason: string;
}

const BUSY = 0.8;
const IDLE = 0.3;
const STEP_UP = 2;
const STEP_DOWN = 1;
const COOLDOWN_MS = 60_000;

/**
 * The change of size that is due (S8): utilisation ≥ 0.8 adds 2, ≤ 0.3 takes 1, within min and max, once a minute at
 * most. A pool with tasks waiting is not made smaller.
 */
export function scale({ settings, leases, waiting, scaled_at, now }: ScalingInput): Scaling | undefined {
  const { size, min, max, policy } = settings;
  if (policy === 'fixed' || now - scaled_at < COOLDOWN_MS) return undefined;
  const inUse = leases / size;
  const percent = `${Math.round(inUse * 100)} %`;
  if (inUse >= BUSY && size < max) {
    const to_size = Math.min(size + STEP_UP, max);
    return { action: 'scale_up', to_size, reason: `utilisation ${percent} is at least ${BUSY * 100} %` };
  }
  if (inUse <= IDLE && size > min && waiting === 0) {
    const to_size = Math.max(size - STEP_DOWN, min);
    return { action: 'scale_down', to_size, reason: `utilisation ${percent} is at most ${IDLE * 100} %` };
  }
  return undefined;
}
