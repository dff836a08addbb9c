import { defaultPayloadConverter } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { describe, expect, it } from 'vitest';
import { attemptOf, type PendingActivity } from './temporal-attempt.ts';

const { PENDING_ACTIVITY_STATE_SCHEDULED, PENDING_ACTIVITY_STATE_STARTED } = temporal.api.enums.v1.PendingActivityState;
const PROGRESS = { action: 'review_change', message: 'reading', fraction: 0.5, at: '2026-03-01T12:00:00.000Z' };

const heartbeat = (value: unknown) => ({ payloads: [defaultPayloadConverter.toPayload(value)] });
const activity = (values: PendingActivity = {}): PendingActivity => ({
  activityType: { name: 'reviewChange' },
  state: PENDING_ACTIVITY_STATE_STARTED,
  attempt: 1,
  ...values,
});

describe('the attempt of a workflow', () => {
  it('is none without a phase activity', () => {
    expect(attemptOf([])).toBeUndefined();
    expect(attemptOf([activity({ activityType: { name: 'closeTask' } }), {}])).toBeUndefined();
    expect(attemptOf([activity({ activityType: { name: 'constructor' } })])).toBeUndefined();
  });

  it('runs, with what its agent said last', () => {
    expect(attemptOf([activity({ heartbeatDetails: heartbeat(PROGRESS) })])).toEqual({
      phase: 'GUARDIAN_REVIEW',
      attempt: 1,
      status: 'running',
      progress: PROGRESS,
    });
  });

  it('is due at a time, after an error', () => {
    const pending = activity({
      state: PENDING_ACTIVITY_STATE_SCHEDULED,
      attempt: 3,
      lastFailure: { message: 'the site is away' },
      scheduledTime: { seconds: 1_772_366_400 as never, nanos: 500_000_000 },
    });
    expect(attemptOf([pending])).toEqual({
      phase: 'GUARDIAN_REVIEW',
      attempt: 3,
      status: 'due',
      due_at: '2026-03-01T12:00:00.500Z',
      last_error: 'the site is away',
    });
  });

  it('may be of the delivery', () => {
    const activityType = { name: 'deliverChange' };
    const failed = { lastFailure: { message: '502' }, attempt: 2, state: PENDING_ACTIVITY_STATE_SCHEDULED };
    expect(attemptOf([activity({ activityType, ...failed })])).toMatchObject({ phase: 'DELIVERY', last_error: '502' });
    const look = (type: string): PendingActivity =>
      activity({
        activityType: { name: 'lookAtPullRequest' },
        lastFailure: { message: 'x', applicationFailureInfo: { type } },
      });
    expect(attemptOf([look('ForgeError')])).toMatchObject({ phase: 'DELIVERY', last_error: 'x' });
    expect(attemptOf([look('NothingNew')])).not.toHaveProperty('last_error');
  });

  it.each([
    ['another action', { ...PROGRESS, action: 'dance' }],
    ['a fraction above 1', { ...PROGRESS, fraction: 2 }],
    ['no time', { action: 'review_change', message: 'x' }],
    ['nothing', undefined],
    ['a text', 'half way'],
  ])('has no progress when the heartbeat carries %s', (_what, value) => {
    expect(attemptOf([activity({ heartbeatDetails: heartbeat(value) })])).not.toHaveProperty('progress');
  });

  it('has no progress when the heartbeat cannot be decoded', () => {
    const payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{') };
    expect(attemptOf([activity({ heartbeatDetails: { payloads: [payload] } })])).not.toHaveProperty('progress');
    expect(attemptOf([activity({ heartbeatDetails: {} })])).not.toHaveProperty('progress');
  });
});
