import { ApplicationFailure, CancelledFailure } from '@temporalio/activity';
import { describe, expect, it } from 'vitest';
import {
  ApplicationFaultError,
  CircuitBreakerOpenError,
  DeploymentLostError,
  PhaseLimitError,
  TerminalAgentError,
  TransientAgentError,
  TryAgainLaterError,
  WorkMissingError,
} from '../domain/failure.ts';
import { STANDARD_RETRY_POLICY as policy } from '../domain/retry-policy.ts';
import { NO_TRIES, type Tries } from '../domain/tries.ts';
import { classOf, type FailedAttempt, toApplicationFailure } from './to-application-failure.ts';

const failed: FailedAttempt = {
  tries: NO_TRIES,
  policy,
  random: 0.5,
  now: 0,
  agent: 'coder-agent',
  cancelRequested: false,
};
const after = (failures: number): Tries => ({ ...NO_TRIES, failures });

const applicationFailure = (error: unknown, changes: Partial<FailedAttempt> = {}): ApplicationFailure => {
  const { failure } = toApplicationFailure(error, { ...failed, ...changes });
  if (!(failure instanceof ApplicationFailure))
    throw new Error(`An ApplicationFailure was expected, not ${String(failure)}`);
  return failure;
};

describe('the class of a failure', () => {
  it.each([
    [new TransientAgentError('busy'), 'transient'],
    [new ApplicationFaultError('never healthy'), 'transient'],
    [new TypeError('nobody foresaw it'), 'transient'],
    ['a thrown text', 'transient'],
    [new TerminalAgentError('refused'), 'terminal'],
    [new PhaseLimitError('too long'), 'limit'],
    [new WorkMissingError('gone'), 'missing'],
    [new TryAgainLaterError('in a minute', 60_000), 'postponed'],
    [new CircuitBreakerOpenError('coder-agent', 60_000), 'postponed'],
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
  it('carries the type, the message, what the error came from, and the attempts', () => {
    const cause = new Error('connection reset');
    const failure = applicationFailure(new TransientAgentError('busy', { cause }), { tries: after(2) });
    expect(failure).toMatchObject({ type: 'TransientAgentError', message: 'busy', cause, details: [{ attempts: 3 }] });
    expect(failure.stack).toMatch(/^TransientAgentError: busy\n/);
  });

  it('that is tried again is small, so that Temporal shows it whole: the tries travel otherwise', () => {
    const message = 'x'.repeat(1_000);
    const log = Array.from({ length: 20 }, () => ({ at: '', kind: 'failed', error: message, delay_ms: 1 }) as const);
    const failure = applicationFailure(new TransientAgentError(message), { tries: { ...after(2), log } });
    expect(failure.nonRetryable).toBe(false);
    expect(JSON.stringify([failure.message, failure.stack, failure.details]).length).toBeLessThan(3_000);
  });

  it('is repeated after a delay that the jitter spreads to both sides', () => {
    const delays = [0, 0.5, 0.75].map(
      (random) => applicationFailure(new Error('busy'), { random }).nextRetryDelay as unknown,
    );
    expect(delays).toEqual([800, 1_000, 1_100]);
    expect(applicationFailure(new Error('busy'), { tries: after(1) }).nextRetryDelay).toBe(2_000);
    expect(applicationFailure(new Error('busy')).nonRetryable).toBe(false);
  });

  it('is not repeated when the retries are used up, but worth a decision', () => {
    const failure = applicationFailure(new Error('busy'), { tries: after(3) });
    expect(failure).toMatchObject({ nonRetryable: true, details: [{ attempts: 4, exhausted: true }] });
    expect(applicationFailure(new TerminalAgentError('no')).details).toMatchObject([{ exhausted: false }]);
  });

  it('of an agent that names a time is a wait, which counts as no attempt', () => {
    const failure = applicationFailure(new TryAgainLaterError('in a minute', 59_999.6), { tries: after(1) });
    const log = [{ at: '1970-01-01T00:00:00.000Z', kind: 'postponed', error: 'in a minute', delay_ms: 60_000 }];
    expect(failure.nonRetryable).toBe(true);
    const tries = { ...after(1), log, waiting_since: '1970-01-01T00:00:00.000Z' };
    expect(failure.details).toEqual([{ attempts: 1, tries, postponed: { wait_ms: 60_000 } }]);
  });

  it.each([
    [
      Object.assign(new CircuitBreakerOpenError('coder-agent@shop', 60_000), { cause: new Error('It crashed.') }),
      24 * 3_600_000,
      'Waited 24 h for coder-agent@shop, and may wait no longer. ' +
        'The circuit breaker of coder-agent@shop is open. (It crashed.)',
    ],
    [
      new TryAgainLaterError('Quota used up.', 60_000),
      90_000,
      'Waited 1.5 min for coder-agent, and may wait no longer. Quota used up.',
    ],
    [
      new TryAgainLaterError('Quota used up.', 60_000),
      2_000,
      'Waited 2 s for coder-agent, and may wait no longer. Quota used up.',
    ],
  ])('of a wait that is over its bound says for whom it was and how long: %s', (error, waited, message) => {
    const tries = { ...NO_TRIES, waiting_since: '1970-01-01T00:00:00.000Z' };
    const changes = { tries, now: waited, policy: { ...policy, longestWaitMs: waited } };
    const failure = applicationFailure(error, changes);
    expect(failure).toMatchObject({ message, type: error.name, nonRetryable: true, details: [{ exhausted: true }] });
    expect(failure.details?.[0]).not.toHaveProperty('postponed');
  });

  it('of an open breaker says whose it is', () => {
    const failure = applicationFailure(new CircuitBreakerOpenError('coder-agent', 60_000));
    expect(failure.details).toMatchObject([{ attempts: 0, postponed: { wait_ms: 60_000, breaker: 'coder-agent' } }]);
  });

  it('is never repeated when it is terminal', () => {
    for (const error of [new TerminalAgentError('no'), new PhaseLimitError('late'), new DeploymentLostError('gone')]) {
      expect(applicationFailure(error)).toMatchObject({ nonRetryable: true, type: error.name });
    }
  });

  it('of a worker that is shut down is repeated soon, under the name WorkerLost', () => {
    const failure = applicationFailure(new CancelledFailure('WORKER_SHUTDOWN'), { tries: after(3) });
    expect(failure).toMatchObject({ type: 'WorkerLost', nextRetryDelay: policy.firstDelayMs, nonRetryable: false });
  });

  it('of a cancellation stays a cancellation', () => {
    const cancellation = new CancelledFailure('CANCELLED');
    expect(toApplicationFailure(cancellation, { ...failed, cancelRequested: true }).failure).toBe(cancellation);
  });

  it('takes whatever was thrown', () => {
    expect(applicationFailure('a text')).toMatchObject({
      type: 'Error',
      message: 'a text',
    });
  });
});
