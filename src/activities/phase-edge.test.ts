import { ApplicationFailure, CancelledFailure } from '@temporalio/activity';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { activityEnvironment, runActivity, shutDown } from '../../tests/support/activities/environment.ts';
import { fakePorts } from '../../tests/support/activities/fake-ports.ts';
import { phaseInput } from '../../tests/support/activities/phase-input.ts';
import { GOOD } from '../../tests/support/scripted-phases.ts';
import { TerminalAgentError, TransientAgentError } from '../domain/failure.ts';
import type { ResultOf } from '../domain/phase-result.ts';
import { NO_TRIES } from '../domain/tries.ts';
import { phaseActivity, type PhaseWork } from './phase-edge.ts';

const GOOD_REVIEW = GOOD.GUARDIAN_REVIEW as ResultOf<'GUARDIAN_REVIEW'>;
const input = phaseInput('GUARDIAN_REVIEW');

type Body = (work: PhaseWork) => Promise<ResultOf<'GUARDIAN_REVIEW'>>;

/** Runs a review with this body in an environment; the failure, if it fails. */
function attempt(body: Body, { env = activityEnvironment(), given = input, world = {} } = {}) {
  const fake = fakePorts(world);
  const running = runActivity(phaseActivity('GUARDIAN_REVIEW', fake.ports, body), given, env);
  const failure = running.then(
    () => undefined,
    (error: unknown) => error,
  );
  return { running, failure, ...fake };
}

const isoOf = (ms: number): string => new Date(ms).toISOString();

const throwing =
  (error: Error): Body =>
  () =>
    Promise.reject(error);

/** A body that ends with its signal, with an error of its own or with the signal's reason. */
const untilStopped =
  (own?: Error): Body =>
  ({ signal }) =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        reject(own ?? (signal.reason as Error));
      });
    });

afterEach(() => {
  vi.useRealTimers();
});

describe('the edge of a phase', () => {
  it('hands on the result with the number of attempts', async () => {
    const { running } = attempt(() => Promise.resolve(GOOD_REVIEW));
    expect(await running).toEqual({ result: GOOD_REVIEW, attempts: 1 });
  });

  it('counts a worker that died without a word apart from what failed', async () => {
    const heartbeatDetails = { message: 'busy', tries: { ...NO_TRIES, failures: 1 }, accounted: 1 };
    const env = activityEnvironment({ attempt: 4, heartbeatDetails });
    const { running } = attempt(() => Promise.resolve(GOOD_REVIEW), { env });
    expect(await running).toMatchObject({ attempts: 4, tries: { failures: 1, lost: 2 } });
  });

  it('records the attempts before it that did not live to do so themselves', async () => {
    const at = { scheduledTimestampMs: 1_000, currentAttemptScheduledTimestampMs: 21_000, heartbeatTimeoutMs: 5_000 };
    const heartbeatDetails = { sign: { attempt: 1, began: 1_500, at: 3_000 } };
    const { running, finished } = attempt(() => Promise.resolve(GOOD_REVIEW), {
      env: activityEnvironment({ ...at, heartbeatDetails, attempt: 3, activityId: '7' }),
    });
    await running;
    const call = expect.stringMatching(/^[\d-]+\/7$/) as string;
    expect(finished).toMatchObject([
      { call, attempt: 1, status: 'lost', started_at: isoOf(1_500), finished_at: isoOf(8_000) },
      { call, attempt: 2, status: 'lost', started_at: isoOf(8_000), finished_at: isoOf(21_000) },
      { call, attempt: 3, status: 'passed' },
    ]);
  });

  it('goes on a little later, and asks nobody before, once three workers died under it', async () => {
    const env = activityEnvironment({ attempt: 4 });
    const body = vi.fn(() => Promise.resolve(GOOD_REVIEW));
    const { failure } = attempt(body, { env });
    expect(await failure).toMatchObject({
      ...{ type: 'TryAgainLaterError', nonRetryable: true },
      details: [{ attempts: 3, tries: { lost: 3 }, postponed: { wait_ms: expect.any(Number) as number } }],
    });
    expect(body).not.toHaveBeenCalled();
  });

  it('is given up for a decision when too many workers died under it', async () => {
    const { failure, calls } = attempt(() => Promise.resolve(GOOD_REVIEW), {
      env: activityEnvironment({ attempt: 6 }),
    });
    expect(await failure).toMatchObject({ type: 'WorkerLost', nonRetryable: true, details: [{ exhausted: true }] });
    expect(calls).toEqual([]);
  });

  it('goes on counting where an earlier call left off', async () => {
    const given = { ...input, tries: { ...NO_TRIES, failures: 3 } };
    const { failure } = attempt(throwing(new TransientAgentError('busy')), { given });
    expect(await failure).toMatchObject({ nonRetryable: true, details: [{ attempts: 4, exhausted: true }] });
  });

  it('hides secrets before anybody hears of them: in failures, records, heartbeats and lines', async () => {
    const env = activityEnvironment();
    const beats: unknown[] = [];
    env.on('heartbeat', (details: unknown) => beats.push(details));
    const cause = new Error('curl -u ada:hunter2-4711');
    const body: Body = ({ progress }) => {
      progress('asking with hunter2-4711');
      return Promise.reject(new TransientAgentError('busy: hunter2-4711, of-the-task-1', { cause }));
    };
    const given = phaseInput('GUARDIAN_REVIEW', { feature: 'I fill "Password" with "of-the-task-1"' });
    const { failure, finished, lines, spans } = attempt(body, { env, given });
    const failed = (await failure) as ApplicationFailure;
    expect(failed.message).toBe('busy: [redacted], [redacted]');
    const said = [
      failed.stack,
      failed.cause?.stack,
      cause.stack,
      JSON.stringify([failed.details, beats, finished, lines(), spans]),
    ];
    expect(said.join('')).not.toMatch(/hunter2|of-the-task-1/);
    expect(finished).toMatchObject([{ error: 'TransientAgentError: busy: [redacted], [redacted]' }]);
    expect(lines().map(({ message }) => message)).toEqual(['The phase begins', 'The attempt failed and is retried']);
  });

  it('hides secrets in what an agent wrote for people', async () => {
    const findings = [{ rule: 'r', severity: 'INFO', message: 'saw hunter2-4711' }] as const;
    const { running, lines } = attempt(() =>
      Promise.resolve({ ...GOOD_REVIEW, output: { ...GOOD_REVIEW.output, findings } }),
    );
    expect((await running).result.output.findings).toMatchObject([{ message: 'saw [redacted]' }]);
    expect(lines().map(({ message }) => message)).toEqual(['The phase begins', 'The phase ends']);
  });

  it('tells the next attempt what failed by its last heartbeat', async () => {
    const env = activityEnvironment();
    const beats: unknown[] = [];
    env.on('heartbeat', (details: unknown) => beats.push(details));
    await attempt(throwing(new TransientAgentError('busy')), { env }).failure;
    expect(beats).toMatchObject([{ tries: { failures: 1, log: [{ error: 'busy', delay_ms: 1_000 }] }, accounted: 1 }]);
  });

  it('shows a sign of life soon, with every progress after it, and each second with the latest', async () => {
    vi.useFakeTimers();
    const env = activityEnvironment();
    const beats: unknown[] = [];
    env.on('heartbeat', (details: unknown) => beats.push(details));
    const { running } = attempt(
      async ({ progress }) => {
        progress('reading', 0.5);
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        progress('deciding');
        return GOOD_REVIEW;
      },
      { env },
    );
    await vi.advanceTimersByTimeAsync(199);
    expect(beats).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_301);
    await running;
    const at = '1970-01-01T00:00:01.000Z';
    const sign = { attempt: 1, began: 1_000, at: 1_000 };
    const reading = { action: 'review_change', message: 'reading', fraction: 0.5, at, sign };
    expect(beats).toEqual([reading, reading, { action: 'review_change', message: 'deciding', at, sign }]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(beats).toHaveLength(3);
  });

  it('troubles nobody with the signs of life of a moment', async () => {
    vi.useFakeTimers();
    const env = activityEnvironment();
    let beats = 0;
    env.on('heartbeat', () => (beats += 1));
    const { running } = attempt(
      ({ progress }) => {
        progress('done already');
        return Promise.resolve(GOOD_REVIEW);
      },
      { env },
    );
    await running;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(beats).toBe(0);
  });

  it('stops the work at its limit, and never repeats it', async () => {
    const given = { ...input, limit_seconds: 0.01 };
    const { failure } = attempt(untilStopped(), { given });
    expect(await failure).toMatchObject({
      type: 'PhaseLimitError',
      message: 'GUARDIAN_REVIEW was stopped at its limit of 0.01 s.',
      nonRetryable: true,
    });
  });

  it.each([undefined, new TransientAgentError('killed'), new TerminalAgentError('the program ended with code 143')])(
    'ends as cancelled when somebody asks for it, even if the work says %s',
    async (own) => {
      const env = activityEnvironment();
      const { failure } = attempt(untilStopped(own), { env });
      env.cancel();
      expect(await failure).toBeInstanceOf(CancelledFailure);
    },
  );

  it.each([undefined, new TerminalAgentError('the program ended with code 143')])(
    'goes back to the queue when its worker stops, even if the work says %s',
    async (own) => {
      const env = activityEnvironment();
      const { failure } = attempt(untilStopped(own), { env });
      shutDown(env);
      expect(await failure).toMatchObject({ type: 'WorkerLost', nonRetryable: false, nextRetryDelay: 1_000 });
    },
  );

  it('hands the work back at once when its worker has no time to lose', async () => {
    const leaving = new AbortController();
    const { failure } = attempt(untilStopped(), { world: { handBack: leaving.signal } });
    leaving.abort(new CancelledFailure('WORKER_SHUTDOWN'));
    expect(await failure).toMatchObject({ type: 'WorkerLost', nonRetryable: false, nextRetryDelay: 1_000 });
  });

  it('lets a transient error be repeated after the delay of its attempt', async () => {
    const heartbeatDetails = { tries: { ...NO_TRIES, failures: 1 }, accounted: 1 };
    const env = activityEnvironment({ attempt: 2, heartbeatDetails });
    const { failure } = attempt(throwing(new TransientAgentError('busy')), { env });
    const error = await failure;
    expect(error).toBeInstanceOf(ApplicationFailure);
    expect(error).toMatchObject({ nextRetryDelay: 2_000, details: [{ attempts: 2 }] });
  });

  it('counts a further attempt, and a phase whose retries are exhausted', async () => {
    const flaky = throwing(new TransientAgentError('busy'));
    const first = attempt(flaky);
    await first.failure;
    expect(await first.counted()).toContain('chimera_retry_attempts_total{phase="GUARDIAN_REVIEW"} 1');
    expect(await first.counted()).toContain('chimera_retry_exhausted_total{phase="GUARDIAN_REVIEW"} 0');
    const last = attempt(flaky, { given: { ...input, retry: { ...input.retry, maxRetries: 0 } } });
    await last.failure;
    expect(await last.counted()).toContain('chimera_retry_exhausted_total{phase="GUARDIAN_REVIEW"} 1');
    expect(await last.counted()).toContain('chimera_retry_attempts_total{phase="GUARDIAN_REVIEW"} 0');
  });

  it('records how each attempt began and ended', async () => {
    const passed = attempt(() => Promise.resolve(GOOD_REVIEW));
    await passed.running;
    expect(passed.finished).toMatchObject([{ phase: 'GUARDIAN_REVIEW', status: 'passed', verdict: 'approved' }]);
    expect(passed.done).toEqual(['record start of GUARDIAN_REVIEW']);
    const failed = attempt(throwing(new TransientAgentError('busy')));
    await failed.failure;
    expect(failed.finished).toMatchObject([{ status: 'failed', error: 'TransientAgentError: busy' }]);
  });
});
