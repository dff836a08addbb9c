/** The pool of every project that names no other. */
export const DEFAULT_POOL = 'default';

/** How many tasks a pool lets run, and how it may change that by itself. */
export interface PoolSettings {
  /** Leases at once while nothing is wrong: where the autoscaler starts from, or what a fixed pool keeps. */
  readonly size: number;
  /** Bounds of the autoscaler. */
  readonly min: number;
  readonly max: number;
  readonly policy: 'autoscaled' | 'fixed';
  /** Tasks that may wait; more are refused. */
  readonly queue_cap: number;
  /** A task that has waited this long goes first, whatever its priority. */
  readonly wait_bound_seconds: number;
}

/** The settings of a pool that nobody set up (S6, S8). */
export const DEFAULT_POOL_SETTINGS: PoolSettings = {
  size: 5,
  min: 3,
  max: 10,
  policy: 'autoscaled',
  queue_cap: 2_000,
  wait_bound_seconds: 1_800,
};

/** The most that a pool may ever run: Temporal bounds what one workflow can tell at once. */
export const MOST_LEASES = 1_000;

/** The most that a queue may hold: the pool's whole state has to fit a payload of 2 MiB. */
export const LONGEST_QUEUE = 5_000;

/** One setting that is wrong. */
export interface SettingProblem {
  readonly field: keyof PoolSettings;
  readonly message: string;
}

/** What is wrong with the settings; empty when they hold together. */
export function settingProblems(settings: PoolSettings): readonly SettingProblem[] {
  const { size, min, max, policy } = settings;
  const problems: SettingProblem[] = [
    ...outside(settings, 'size', 1, MOST_LEASES),
    ...outside(settings, 'min', 1, MOST_LEASES),
    ...outside(settings, 'max', 1, MOST_LEASES),
    ...outside(settings, 'queue_cap', 1, LONGEST_QUEUE),
    ...outside(settings, 'wait_bound_seconds', 1, 86_400),
  ];
  if (min > max) problems.push({ field: 'min', message: `must not be more than max (${max})` });
  if (policy === 'autoscaled' && min <= max && (size < min || size > max)) {
    problems.push({
      field: 'size',
      message: `must be from min to max (${min} to ${max}) while the policy is autoscaled`,
    });
  }
  return problems;
}

/** The settings for at most `count` leases at once. */
export function settingsForMost(count: number, base: PoolSettings = DEFAULT_POOL_SETTINGS): PoolSettings {
  return { ...base, size: count, max: count, min: Math.min(base.min, count) };
}

/**
 * Settings with a change, where what was not named gives way: a new size moves the bound that it crosses, and a new
 * bound moves the size.
 */
export function changedSettings(settings: PoolSettings, change: Partial<PoolSettings>): PoolSettings {
  const named = { ...settings, ...change };
  const { size } = named;
  const min = change.min ?? Math.min(named.min, change.size ?? named.min, change.max ?? named.min);
  const max = change.max ?? Math.max(named.max, change.size ?? named.max, change.min ?? named.max);
  if (named.policy === 'fixed' || change.size !== undefined) return { ...named, min, max };
  return { ...named, min, max, size: Math.min(Math.max(size, min), max) };
}

function outside(settings: PoolSettings, field: keyof PoolSettings, least: number, most: number): SettingProblem[] {
  const value = settings[field];
  const inside = Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
  return inside ? [] : [{ field, message: `must be a whole number from ${least} to ${most}` }];
}
