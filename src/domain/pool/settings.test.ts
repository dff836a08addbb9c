import { describe, expect, it } from 'vitest';
import {
  changedSettings,
  DEFAULT_POOL_SETTINGS,
  LONGEST_QUEUE,
  MOST_LEASES,
  type PoolSettings,
  settingProblems,
  settingsForMost,
} from './settings.ts';

const problemsOf = (change: Partial<PoolSettings>): readonly string[] =>
  settingProblems({ ...DEFAULT_POOL_SETTINGS, ...change }).map(({ field, message }) => `${field} ${message}`);
const changed = (change: Partial<PoolSettings>, base: Partial<PoolSettings> = {}) => {
  const { size, min, max } = changedSettings({ ...DEFAULT_POOL_SETTINGS, ...base }, change);
  return { size, min, max };
};

describe('the settings of a pool', () => {
  it('are sound when nobody set them', () => {
    expect(problemsOf({})).toEqual([]);
  });

  it('are whole numbers within their bounds', () => {
    expect(problemsOf({ size: 0, min: 0 })).toEqual([
      `size must be a whole number from 1 to ${MOST_LEASES}`,
      `min must be a whole number from 1 to ${MOST_LEASES}`,
    ]);
    expect(problemsOf({ max: MOST_LEASES })).toEqual([]);
    expect(problemsOf({ max: MOST_LEASES + 1 })).toEqual([`max must be a whole number from 1 to ${MOST_LEASES}`]);
    expect(problemsOf({ queue_cap: 1.5 })).toEqual([`queue_cap must be a whole number from 1 to ${LONGEST_QUEUE}`]);
    expect(problemsOf({ wait_bound_seconds: 86_401 })).toEqual([
      'wait_bound_seconds must be a whole number from 1 to 86400',
    ]);
  });

  it('have a size from min to max where the autoscaler rules', () => {
    expect(problemsOf({ size: 2 })).toEqual(['size must be from min to max (3 to 10) while the policy is autoscaled']);
    expect(problemsOf({ size: 11 })).toEqual(['size must be from min to max (3 to 10) while the policy is autoscaled']);
    expect(problemsOf({ size: 4, min: 5, max: 5 })).toEqual([
      'size must be from min to max (5 to 5) while the policy is autoscaled',
    ]);
    expect(problemsOf({ size: 2, policy: 'fixed' })).toEqual([]);
    expect(problemsOf({ min: 8, max: 4 })).toEqual(['min must not be more than max (4)']);
  });

  it('for at most N are N, no more than N, and three at least where N allows it', () => {
    expect(settingsForMost(8)).toEqual({ ...DEFAULT_POOL_SETTINGS, size: 8, max: 8, min: 3 });
    expect(settingsForMost(2)).toEqual({ ...DEFAULT_POOL_SETTINGS, size: 2, max: 2, min: 2 });
    for (const most of [1, 2, 3, 50]) expect(settingProblems(settingsForMost(most))).toEqual([]);
  });
});

describe('a change of settings', () => {
  it('lets a new size move the bound that it crosses', () => {
    expect(changed({ size: 20 })).toEqual({ size: 20, min: 3, max: 20 });
    expect(changed({ size: 1 })).toEqual({ size: 1, min: 1, max: 10 });
    expect(changed({ size: 7 })).toEqual({ size: 7, min: 3, max: 10 });
  });

  it('lets a new bound move the size and the other bound', () => {
    expect(changed({ max: 4 })).toEqual({ size: 4, min: 3, max: 4 });
    expect(changed({ max: 2 })).toEqual({ size: 2, min: 2, max: 2 });
    expect(changed({ min: 6 })).toEqual({ size: 6, min: 6, max: 10 });
    expect(changed({ min: 12 })).toEqual({ size: 12, min: 12, max: 12 });
  });

  it('leaves the size of a fixed pool alone', () => {
    expect(changed({ max: 4 }, { policy: 'fixed' })).toEqual({ size: 5, min: 3, max: 4 });
  });

  it('brings a fixed pool within its bounds when the autoscaler takes over', () => {
    expect(changed({ policy: 'autoscaled' }, { policy: 'fixed', size: 15 })).toEqual({ size: 10, min: 3, max: 10 });
  });

  it('keeps what contradicts itself, for it to be refused', () => {
    expect(changed({ min: 8, max: 4 })).toMatchObject({ min: 8, max: 4 });
    expect(changed({ size: 20, max: 10 })).toMatchObject({ size: 20, max: 10 });
  });
});
