import { describe, expect, it } from 'vitest';
import { DEFAULT_HEALTH_SETTINGS } from '../health/settings.ts';
import { availability, poolLimits } from './availability.ts';

describe('availability', () => {
  it('is the share of samples that were not unhealthy', () => {
    expect(availability({ samples: 200, unhealthy: 1, first_at: 0 }, 3_000, 15)).toEqual({ share: 0.995, observed: 1 });
  });

  it('says of how much of the time there is a sample', () => {
    expect(availability({ samples: 50, unhealthy: 0, first_at: 0 }, 1_500, 15)).toEqual({ share: 1, observed: 0.5 });
    expect(availability({ samples: 1, unhealthy: 0, first_at: 1_500 }, 1_500, 15).observed).toBe(1);
    expect(availability({ samples: 2, unhealthy: 0, first_at: 1_459 }, 1_500, 15).observed).toBe(1);
    expect(availability({ samples: 3, unhealthy: 0, first_at: 1_459 }, 1_500, 15).observed).toBe(1);
  });

  it('is not known without samples', () => {
    const unknown = { share: null, observed: null };
    expect(availability({ samples: 0, unhealthy: 0, first_at: null }, 1_500, 15)).toEqual(unknown);
    expect(availability({ samples: 1, unhealthy: 0, first_at: null }, 1_500, 15)).toEqual(unknown);
  });
});

describe('the limits of availability', () => {
  it('are the critical ones of health', () => {
    expect(poolLimits(DEFAULT_HEALTH_SETTINGS, 15_000)).toEqual({
      queue_depth: 100,
      utilization: { above: 95, for_ms: 300_000, samples: 20 },
    });
  });

  it('are out of reach where there are none', () => {
    const { queue_depth, utilization } = poolLimits({ ...DEFAULT_HEALTH_SETTINGS, queue: {}, utilization: {} }, 15_000);
    expect([queue_depth, utilization.above, utilization.samples]).toEqual([2 ** 53 - 1, 2 ** 53 - 1, 1]);
  });
});
