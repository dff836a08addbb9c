import { describe, expect, it } from 'vitest';
import { DEFAULT_POOL_SETTINGS, settingsForMost } from '../../domain/pool/settings.ts';
import { fleetSize } from './fleet-size.ts';

describe('the size of a fleet', () => {
  it('shares the most that a pool may grow to out over all workers, and begins with its size', () => {
    const { perWorker, first, workers } = fleetSize({ pools: { default: DEFAULT_POOL_SETTINGS } }, 5);
    expect([perWorker, first]).toEqual([2, 3]);
    expect([1, 4, 10].map(workers)).toEqual([1, 2, 5]);
  });

  it('counts all pools together', () => {
    const pools = { default: settingsForMost(3), gpu: { ...settingsForMost(5), policy: 'fixed' as const, max: 2 } };
    expect(fleetSize({ pools }, 4)).toMatchObject({ perWorker: 2, first: 4 });
  });
});
