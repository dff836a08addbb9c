import { percentile } from '../../src/domain/pool/percentiles.ts';
import { DEFAULT_POOL_SETTINGS, type PoolSettings } from '../../src/domain/pool/settings.ts';
import { type Arrival, simulate, type Simulated, type Started } from './simulate.ts';

/** How a pool did on a day. */
export interface Figures {
  readonly tasks: number;
  /** Leases that the size allowed and nobody held, in hours. */
  readonly idle_hours: number;
  readonly p50_wait_ms: number;
  readonly p95_wait_ms: number;
  readonly longest_wait_ms: number;
  /** Share of the tasks that had their lease at once. */
  readonly at_once: number;
  readonly scale_ups: number;
  readonly scale_downs: number;
}

/** The same day with the autoscaler and with a fixed pool of its greatest size. */
export interface Comparison {
  readonly autoscaled: Simulated;
  readonly fixed: Simulated;
  /** Share of the fixed pool's idle slot-hours that the autoscaler saves. */
  readonly saved: number;
  /** How much longer the 95th percentile of the waits is, as a share of the fixed pool's. */
  readonly p95_longer: number;
}

const DAY_MS = 24 * 3_600_000;
const { min, max } = DEFAULT_POOL_SETTINGS;

const AUTOSCALED: PoolSettings = { ...DEFAULT_POOL_SETTINGS, size: min };
const FIXED: PoolSettings = { ...DEFAULT_POOL_SETTINGS, policy: 'fixed', size: max };

/** Runs a day through both pools. */
export function compare(day: readonly Arrival[]): Comparison {
  const autoscaled = simulate(day, AUTOSCALED, DAY_MS);
  const fixed = simulate(day, FIXED, DAY_MS);
  return {
    autoscaled,
    fixed,
    saved: 1 - autoscaled.idle_ms / fixed.idle_ms,
    p95_longer: figures(autoscaled).p95_wait_ms / figures(fixed).p95_wait_ms - 1,
  };
}

/** A pool's figures, of all tasks or of those that `which` chooses. */
export function figures(run: Simulated, which: (task: Started) => boolean = () => true): Figures {
  const tasks = run.started.filter(which);
  const waits = tasks.map(({ waited_ms }) => waited_ms).sort((left, right) => left - right);
  const scaled = (action: string): number => run.scalings.filter((decision) => decision.action === action).length;
  return {
    tasks: tasks.length,
    idle_hours: run.idle_ms / 3_600_000,
    p50_wait_ms: percentile(waits, 50) ?? 0,
    p95_wait_ms: percentile(waits, 95) ?? 0,
    longest_wait_ms: waits.at(-1) ?? 0,
    at_once: tasks.length === 0 ? 1 : waits.filter((wait) => wait === 0).length / tasks.length,
    scale_ups: scaled('scale_up'),
    scale_downs: scaled('scale_down'),
  };
}
