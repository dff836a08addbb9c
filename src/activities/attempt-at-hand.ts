import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { TryAgainLaterError } from '../domain/failure.ts';
import { earlierAttempts, type LastSign } from '../domain/trace/earlier-attempts.ts';
import { traceOf } from '../domain/trace/trace-context.ts';
import { MOST_WORKERS_LOST, NO_TRIES, type Tries, triesMade, waitApart, withWorkersLost } from '../domain/tries.ts';
import type { Attempt, Journal } from '../journal/event.ts';
import type { AttemptDetails, CarriedTries, PhaseInput } from '../workflows/task/contract.ts';
import { silencesOf } from './heartbeat.ts';

/** The attempt that runs here, as Temporal knows it. */
export function attemptAtHand(
  { task_id, request, phase, round, ready_at, traceparent }: PhaseInput,
  tries: Tries,
  began: number,
): Attempt {
  const {
    workflowExecution,
    activityId,
    attempt,
    currentAttemptScheduledTimestampMs: scheduled,
  } = Context.current().info;
  const call = `${workflowExecution?.runId ?? ''}/${activityId}`;
  const phaseSpan = traceOf({ traceparent });
  const about = { task_id, project: request.project, phase, round };
  return { ...about, call, attempt, ready_at, tries, scheduled, began, phaseSpan };
}

/** The tries of the phase at hand before this attempt, those included whose workers died without a word. */
export function triesAtHand({ tries: before = NO_TRIES }: PhaseInput, now: number): Tries {
  const { info } = Context.current();
  const { tries, accounted } = carriedBy(info.heartbeatDetails as unknown) ?? { tries: before, accounted: 0 };
  return withWorkersLost(tries, info.attempt - 1 - accounted, now);
}

/** @throws {ApplicationFailure} for a phase under which so many workers died that it is likely what kills them. */
export function mustNotKillWorkers(phase: string, tries: Tries): void {
  if (tries.lost < MOST_WORKERS_LOST) return;
  const details: AttemptDetails = { attempts: triesMade(tries), tries, exhausted: true };
  throw ApplicationFailure.create({
    message: `${phase} lost its worker ${tries.lost} times: what it does may be what ends them.`,
    type: 'WorkerLost',
    nonRetryable: true,
    details: [details],
  });
}

/** @throws {TryAgainLaterError} for a phase that is to go on apart from those that it lost its workers with. */
export function mustGoOnApart(phase: string, tries: Tries, random: number): void {
  const wait = waitApart(tries, random);
  if (wait === 0) return;
  const message = `${phase} lost its worker ${tries.lost} times and goes on a little later, apart from what ran beside it.`;
  throw new TryAgainLaterError(message, wait);
}

/** What the heartbeats of an attempt carry on; nothing as long as all went well. */
export function carried(tries: Tries, accounted: number): CarriedTries | undefined {
  return accounted === 0 ? undefined : { tries, accounted };
}

/** Tells of the attempts before this one that did not live to tell of themselves, and of the wait after the last. */
export function tellOfEarlierAttempts({ tell }: Journal, current: Attempt): void {
  const { info } = Context.current();
  const { accounted, sign } = lastWords();
  const { lost, wait } = earlierAttempts(
    {
      attempt: current.attempt,
      accounted,
      first_scheduled: info.scheduledTimestampMs,
      scheduled: current.scheduled,
      silence_ms: info.heartbeatTimeoutMs ?? 0,
    },
    sign,
  );
  for (const { attempt, began, ended, silent_ms } of lost) {
    const notes =
      silent_ms === undefined ? { times_estimated: true } : silencesOf([{ since: ended - silent_ms, ms: silent_ms }]);
    tell({ kind: 'attempt_lost', attempt: { ...current, attempt, began }, at: ended, notes });
  }
  if (wait !== undefined) tell({ kind: 'retry_awaited', attempt: current, ...wait });
}

/** What the last heartbeat of the attempts before this one says: whose it was, and of how many the end is known. */
function lastWords(): { readonly accounted: number; readonly sign: LastSign | undefined } {
  const details = Context.current().info.heartbeatDetails as unknown;
  const sign = typeof details === 'object' && details !== null && 'sign' in details ? details.sign : undefined;
  return { accounted: carriedBy(details)?.accounted ?? 0, sign: sign as LastSign | undefined };
}

function carriedBy(details: unknown): CarriedTries | undefined {
  if (typeof details !== 'object' || details === null || !('tries' in details)) return undefined;
  return details as CarriedTries;
}
