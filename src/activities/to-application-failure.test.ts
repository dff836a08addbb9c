import { ApplicationFailure, CancelledFailure } from '@temporalio/activity';
import { describe, expect, it } from 'vitest';
import { DeploymentLostError, PhaseLimitError, TerminalAgentError, TransientAgentError } from '../domain/failure.ts';
import { STANDARD_RETRY_POLICY as policy } from '../domain/retry-policy.ts';
import { classOf, type FailedAttempt, toApplicationFailure } from './to-application-failure.ts';

const failed: FailedAttempt = { attempt: 1, policy, random: 0.5, cancelRequested: false };

const applicationFailure = (error: unknown, changes: Partial<FailedAttempt> = {}): ApplicationFailure => {
  const failure = toApplicationFailure(error, { ...failed, ...changes });
  if (!(failure instanceof ApplicationFailure))
    throw new Error(`An ApplicationFailure was expected, not ${String(failure)}`);
  return failure;
};

describe('the class of a failure', () => {
  it.each([
    [new TransientAgentError('busy'), 'transient'],
    [new TypeError('nobody foresaw it'), 'transient'],
    ['a thrown text', 'transient'],
    [new TerminalAgentError('refused'), 'terminal'],
    [new PhaseLimitError('too long'), 'terminal'],
    [new DeploymentLostError('gone'), 'terminal'],
    [new CancelledFailure('WORKER_SHUTDOWN'), 'worker_lost'],
  ])('of %s is %s', (error, expected) => {
    expect(classOf(error, false)).toBe(expected);
  });

  it('of a cancellation that somebody asked for is cancelled', () => {
    expect(classOf(new CancelledFailure('CANCELLED'), true)).toBe('cancelled');
  });
});

describe('a failure in the terms of Temporal', () => {
  it('carries the type, the message, the cause and the attempts', () => {
    const cause = new TransientAgentError('busy');
    expect(applicationFailure(cause, { attempt: 3 })).toMatchObject({
      type: 'TransientAgentError',
      message: 'busy',
      details: [{ attempts: 3 }],
      cause,
    });
  });

  it('is repeated after a delay that the jitter spreads to both sides', () => {
    const delays = [0, 0.5, 0.75].map(
      (random) => applicationFailure(new Error('busy'), { random }).nextRetryDelay as unknown,
    );
    expect(delays).toEqual([800, 1_000, 1_100]);
    expect(applicationFailure(new Error('busy'), { attempt: 2 }).nextRetryDelay).toBe(2_000);
    expect(applicationFailure(new Error('busy')).nonRetryable).toBe(false);
  });

  it('names no delay when the retries are used up', () => {
    expect(applicationFailure(new Error('busy'), { attempt: 4 }).nextRetryDelay).toBeUndefined();
  });

  it('is never repeated when it is terminal', () => {
    for (const error of [new TerminalAgentError('no'), new PhaseLimitError('late'), new DeploymentLostError('gone')]) {
      expect(applicationFailure(error)).toMatchObject({ nonRetryable: true, type: error.name });
    }
  });

  it('of a worker that is shut down is repeated soon, under the name WorkerLost', () => {
    const failure = applicationFailure(new CancelledFailure('WORKER_SHUTDOWN'), { attempt: 4 });
    expect(failure).toMatchObject({ type: 'WorkerLost', nextRetryDelay: policy.firstDelayMs, nonRetryable: false });
  });

  it('of a cancellation stays a cancellation', () => {
    const cancellation = new CancelledFailure('CANCELLED');
    expect(toApplicationFailure(cancellation, { ...failed, cancelRequested: true })).toBe(cancellation);
  });

  it('takes whatever was thrown', () => {
    expect(applicationFailure('a text')).toMatchObject({
      type: 'Error',
      message: 'a text',
      cause: { message: 'a text' },
    });
  });
});
