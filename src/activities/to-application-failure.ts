import { ApplicationFailure, CancelledFailure } from '@temporalio/activity';
import { roundedDuration } from '../domain/duration.ts';
import { limitWaitMs } from '../domain/account/account.ts';
import {
  AccountClosedError,
  AccountLimitError,
  BudgetSpentError,
  CircuitBreakerOpenError,
  DeploymentLostError,
  type FailureClass,
  NothingChangedError,
  PhaseLimitError,
  SilentAgentError,
  TerminalAgentError,
  TryAgainLaterError,
  WorkMissingError,
} from '../domain/failure.ts';
import { type AfterFailure, afterFailure, type Circumstances, type Tries, triesMade } from '../domain/tries.ts';
import type { AttemptDetails } from '../workflows/task/contract.ts';

/** What is known of the attempt that failed. */
export interface FailedAttempt extends Circumstances {
  /** The tries before it. */
  readonly tries: Tries;
  /** Who does the phase's work. */
  readonly agent: string;
  /** Somebody asked for the end of the task. */
  readonly cancelRequested: boolean;
}

/** What a failed attempt comes to: what Temporal is told, and the tries with this one. */
export interface Reckoned {
  readonly failure: Error;
  readonly tries: Tries;
  /** What happens next; undefined when the task is cancelled. */
  readonly next?: AfterFailure;
}

/** Why work failed: work that is stopped may fail in any way, and why it was stopped is what counts. */
export function causeOf(thrown: unknown, signal: AbortSignal): unknown {
  return signal.aborted ? signal.reason : thrown;
}

/** The class of an error thrown in a phase; the one place where this is decided (docs/reliability.md has the table). */
export function classOf(error: unknown, cancelRequested: boolean): FailureClass {
  if (error instanceof CancelledFailure) return cancelRequested ? 'cancelled' : 'worker_lost';
  if (error instanceof TerminalAgentError || error instanceof DeploymentLostError) return 'terminal';
  if (error instanceof SilentAgentError) return 'silent';
  if (error instanceof NothingChangedError) return 'unchanged';
  if (error instanceof PhaseLimitError || error instanceof BudgetSpentError) return 'limit';
  if (error instanceof WorkMissingError) return 'missing';
  if (waitOf(error) !== undefined) return 'postponed';
  // TransientAgentError, ApplicationFaultError, and whatever nobody foresaw: a fault of the host or the network is the likeliest, and the
  // retries are few.
  return 'transient';
}

/** The error in Temporal's terms: whether it is worth a retry, after which delay, and how many attempts there were. */
export function toApplicationFailure(error: unknown, attempt: FailedAttempt): Reckoned {
  const kind = classOf(error, attempt.cancelRequested);
  if (kind === 'cancelled') {
    const failure = error instanceof Error ? error : new CancelledFailure(messageOf(error));
    return { failure, tries: attempt.tries };
  }
  const wait_ms = waitOf(error);
  const asFailed = { class: kind, error: messageOf(error), ...(wait_ms === undefined ? {} : { wait_ms }) };
  const { tries, next } = afterFailure(attempt.tries, asFailed, attempt);
  const details: AttemptDetails = {
    attempts: triesMade(tries),
    // The next attempt of the same call has them from its heartbeat: see carried.
    ...(next.kind === 'retry' ? {} : { tries }),
    ...(next.kind === 'give_up' ? { exhausted: next.exhausted } : {}),
    ...(next.kind === 'postpone' ? { postponed: { wait_ms: next.wait_ms, ...closedFor(error) } } : {}),
  };
  const failure = ApplicationFailure.create({
    message: next.kind === 'give_up' ? givenUp(error, next, attempt) : messageOf(error),
    type: kind === 'worker_lost' ? 'WorkerLost' : nameOf(error),
    details: [details],
    ...causeIn(error),
    ...(next.kind === 'retry' ? { nextRetryDelay: next.delay_ms } : { nonRetryable: true }),
  });
  // Of an activity that is to be tried again the server shows a failure only while that is small: it is the error itself,
  // not one that wraps it and says the same again.
  if (error instanceof Error && error.stack !== undefined) failure.stack = error.stack.slice(0, LONGEST_STACK);
  return { failure, tries, next };
}

/** Characters of a stack that are kept. */
const LONGEST_STACK = 1_000;

/** What an error came from, where that is told. */
function causeIn(error: unknown): { readonly cause?: Error } {
  return error instanceof Error && error.cause instanceof Error ? { cause: error.cause } : {};
}

/** How long whoever is asked wants to be waited for, in ms; undefined of an error that is not about that. */
function waitOf(error: unknown): number | undefined {
  if (error instanceof AccountLimitError) return limitWaitMs(error.retryAfterMs);
  const isWait =
    error instanceof CircuitBreakerOpenError ||
    error instanceof AccountClosedError ||
    error instanceof TryAgainLaterError;
  return isWait ? Math.max(0, Math.round(error.retryAfterMs)) : undefined;
}

/** Whose breaker or account it is that takes no calls, where it is one. */
function closedFor(error: unknown): { readonly breaker?: string; readonly account?: string } {
  if (error instanceof CircuitBreakerOpenError) return { breaker: error.agent };
  return error instanceof AccountClosedError ? { account: error.agent } : {};
}

/** Why a phase is given up: its error, and of one that has only waited for whom and how long. */
function givenUp(
  error: unknown,
  { waited_ms }: { readonly waited_ms?: number },
  { agent }: Pick<FailedAttempt, 'agent'>,
): string {
  if (waited_ms === undefined) return messageOf(error);
  const { breaker, account } = closedFor(error);
  const whom = breaker ?? account ?? agent;
  const why = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `Waited ${roundedDuration(waited_ms, 'h')} for ${whom}, and may wait no longer. ${messageOf(error)}${why}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Error';
}
