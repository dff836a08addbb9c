import { describe, expect, it } from 'vitest';
import { finished, leases, poolWith, queued, T0 } from '../../../tests/support/pool-states.ts';
import { poolSample, RECENT_MS } from './pool-sample.ts';

const NOTHING = { completed: 0, failed: 0 };

describe('a pool as the rules of health see it', () => {
  it('is empty when it has just begun', () => {
    expect(poolSample(poolWith(), T0)).toEqual({
      pool: 'default',
      figures: {
        size: 5,
        max: 10,
        policy: 'autoscaled',
        queue_cap: 2_000,
        allowed: 5,
        active: 0,
        utilization_pct: 0,
        queue_depth: 0,
        mode: 'NORMAL',
        intake: 'open',
        ended: NOTHING,
        recent: { ...NOTHING, failed_by_phase: {}, mean_duration_ms: null, p95_duration_ms: null },
      },
    });
  });

  it('has what its mode takes away, and is never used by more than all of it', () => {
    const state = poolWith({ mode: 'SURVIVAL', leases: leases(5), queue: [queued('a')], intake: 'paused' });
    expect(poolSample(state, T0).figures).toMatchObject({
      size: 5,
      allowed: 2,
      active: 5,
      utilization_pct: 100,
      queue_depth: 1,
      mode: 'SURVIVAL',
      intake: 'paused',
    });
  });

  it('counts every task that was parked as one that did not end well', () => {
    const totals = { ...poolWith().totals, completed: 7, failed: 2, dead_lettered: 3, requeued: 1, cancelled: 9 };
    expect(poolSample(poolWith({ totals }), T0).figures?.ended).toEqual({ completed: 7, failed: 5 });
  });

  it('counts as recent what ended within an hour, by phase, without the cancelled', () => {
    const window = [
      finished({ at: T0, duration_ms: 9_999 }),
      finished({ at: T0 + 1, duration_ms: 1_000 }),
      finished({ at: T0 + 2, duration_ms: 3_000 }),
      finished({ at: T0 + 3, status: 'cancelled' }),
      finished({ at: T0 + 4, status: 'failed', failed_phase: 'GUARDIAN_REVIEW' }),
      finished({ at: T0 + 5, status: 'dead_lettered', failed_phase: 'GUARDIAN_REVIEW' }),
      finished({ at: T0 + 6, status: 'failed' }),
    ];
    expect(poolSample(poolWith({ window }), T0 + RECENT_MS).figures?.recent).toEqual({
      completed: 2,
      failed: 3,
      failed_by_phase: { GUARDIAN_REVIEW: 2 },
      mean_duration_ms: 2_000,
      p95_duration_ms: 3_000,
    });
  });
});
