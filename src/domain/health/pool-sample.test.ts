import { describe, expect, it } from 'vitest';
import { finished, leases, poolWith, queued, T0 } from '../../../tests/support/pool-states.ts';
import type { PoolDecision } from '../pool/state.ts';
import { poolSample, RECENT_MS } from './pool-sample.ts';
import { remedialReason } from './remedial.ts';

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
        intake_by_remedy: false,
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

  it('tells what remediation did from what somebody else chose', () => {
    const decided = (action: PoolDecision['action'], reason: string, at: number): PoolDecision => ({
      ...{ action, reason, at, from_size: 5, to_size: 5 },
    });
    const decisions = [
      decided('configure', 'more work', T0 + 1),
      decided('pause', 'release', T0 + 2),
      decided('configure', remedialReason('full'), T0 + 3),
      decided('pause', remedialReason('tasks fail'), T0 + 4),
      decided('scale_up', 'busy', T0 + 5),
    ];
    expect(poolSample(poolWith({ decisions }), T0).figures).toMatchObject({ set_at: T0 + 1, intake_by_remedy: true });
    const theirs = [...decisions, decided('drain', 'release', T0 + 6)];
    expect(poolSample(poolWith({ decisions: theirs }), T0).figures).toMatchObject({ intake_by_remedy: false });
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
