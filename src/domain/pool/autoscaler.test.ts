import { describe, expect, it } from 'vitest';
import { scale, type Scaling, type ScalingInput } from './autoscaler.ts';
import { DEFAULT_POOL_SETTINGS, type PoolSettings } from './settings.ts';

const MINUTE = 60_000;

function scaling(settings: Partial<PoolSettings>, input: Partial<ScalingInput>): Scaling | undefined {
  return scale({
    settings: { ...DEFAULT_POOL_SETTINGS, ...settings },
    leases: 0,
    waiting: 0,
    scaled_at: 0,
    now: MINUTE,
    ...input,
  });
}

describe('the autoscaler', () => {
  it('adds two where 80 % are in use', () => {
    expect(scaling({ size: 5 }, { leases: 4 })).toEqual({
      action: 'scale_up',
      to_size: 7,
      reason: 'utilisation 80 % is at least 80 %',
    });
    expect(scaling({ size: 8 }, { leases: 6 })).toBeUndefined();
  });

  it('takes one where 30 % are in use', () => {
    expect(scaling({ size: 10 }, { leases: 3 })).toEqual({
      action: 'scale_down',
      to_size: 9,
      reason: 'utilisation 30 % is at most 30 %',
    });
    expect(scaling({ size: 10 }, { leases: 4 })).toBeUndefined();
  });

  it('stays within its bounds', () => {
    expect(scaling({ size: 9 }, { leases: 9 })?.to_size).toBe(10);
    expect(scaling({ size: 10 }, { leases: 10 })).toBeUndefined();
    expect(scaling({ size: 4 }, {})?.to_size).toBe(3);
    expect(scaling({ size: 3 }, {})).toBeUndefined();
  });

  it('waits for a minute after each change', () => {
    expect(scaling({}, { leases: 5, scaled_at: 1, now: MINUTE })).toBeUndefined();
    expect(scaling({}, { leases: 5, scaled_at: 1, now: MINUTE + 1 })?.to_size).toBe(7);
  });

  it('takes nothing away while tasks wait', () => {
    expect(scaling({ size: 10 }, { leases: 3, waiting: 1 })).toBeUndefined();
  });

  it('never makes a full pool smaller', () => {
    for (let size = 1; size <= 10; size += 1) {
      expect(scaling({ size, min: 1 }, { leases: size })?.action).not.toBe('scale_down');
    }
  });

  it('leaves a fixed pool alone', () => {
    expect(scaling({ policy: 'fixed' }, { leases: 5 })).toBeUndefined();
  });
});
