import { ApplicationFailure, CancelledFailure } from '@temporalio/activity';
import { DeploymentLostError, type FailureClass, PhaseLimitError, TerminalAgentError } from '../domain/failure.ts';
import { retryDelayMs, type RetryPolicy } from '../domain/retry-policy.ts';
import type { AttemptDetails } from '../workflows/task/contract.ts';

/** What is known of the attempt that failed. */
export interface FailedAttempt {
  /** From 1. */
  readonly attempt: number;
  readonly policy: RetryPolicy;
  /** Uniform in [0, 1), for the jitter. */
  readonly random: number;
  /** Somebody asked for the end of the task. */
  readonly cancelRequested: boolean;
}

/** The class of an error thrown in a phase; the one place where this is decided. */
export function classOf(error: unknown, cancelRequested: boolean): FailureClass {
  if (error instanceof CancelledFailure) return cancelRequested ? 'cancelled' : 'worker_lost';
  if (error instanceof TerminalAgentError || error instanceof PhaseLimitError || error instanceof DeploymentLostError) {
    return 'terminal';
  }
  // TransientAgentError, and whatever nobody foresaw: a fault of the host or the network is the likeliest, and the
  // retries are few.
  return 'transient';
}

/** The error in Temporal's terms: whether it is worth a retry, after which delay, and how many attempts there were. */
export function toApplicationFailure(error: unknown, failed: FailedAttempt): Error {
  const details: AttemptDetails = { attempts: failed.attempt };
  const common = { message: messageOf(error), type: nameOf(error), details: [details], cause: causeOf(error) };
  switch (classOf(error, failed.cancelRequested)) {
    case 'cancelled':
      return error instanceof Error ? error : new CancelledFailure(messageOf(error));
    case 'worker_lost':
      return ApplicationFailure.create({ ...common, type: 'WorkerLost', nextRetryDelay: failed.policy.firstDelayMs });
    case 'terminal':
      return ApplicationFailure.create({ ...common, nonRetryable: true });
    case 'transient': {
      const delay = retryDelayMs(failed.policy, failed.attempt, failed.random);
      return ApplicationFailure.create({ ...common, ...(delay === undefined ? {} : { nextRetryDelay: delay }) });
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Error';
}

function causeOf(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
