import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import type { TaskError } from '../../domain/failure.ts';
import type { Effort } from '../../domain/task-state.ts';
import type { Phase } from '../../domain/phase.ts';
import type { TaskState, WaitingFor } from '../../domain/task.ts';
import type { Tries } from '../../domain/tries.ts';
import type { AttemptDetails } from './contract.ts';

/** The attempts that a failed phase took, as far as the failure tells; 1 otherwise. */
export function effortOf(error: unknown): Effort {
  const details = detailsOf(error);
  return { attempts: details?.attempts ?? 1, tries: details?.tries };
}

/** Whether a failed phase might go well another time: its retries are exhausted, or no worker came through it. */
export function isExhausted(error: unknown): boolean {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof TimeoutFailure || detailsOf(error)?.exhausted === true;
}

/** A phase that is to be tried again when a wait is over. */
export interface Postponed {
  readonly wait_ms: number;
  /** Whose breaker or account takes no calls, where it is one. */
  readonly breaker?: string;
  readonly account?: string;
  readonly tries: Tries | undefined;
  readonly message: string;
}

/** The wait that a phase asked for, or undefined when it failed otherwise. */
export function postponementOf(error: unknown): Postponed | undefined {
  const details = detailsOf(error);
  if (details?.postponed === undefined || !(error instanceof ActivityFailure)) return undefined;
  return { ...details.postponed, tries: details.tries, message: error.cause?.message ?? error.message };
}

/** What a task waits for whose phase was postponed. */
export function waitingForOf(
  { wait_ms, breaker, account, message, tries }: Postponed,
  phase: Phase,
  now: number,
): WaitingFor {
  const until = new Date(now + wait_ms).toISOString();
  if (breaker !== undefined) return { kind: 'breaker', agent: breaker, until };
  if (account !== undefined) return { kind: 'account', agent: account, until, reason: message };
  return { kind: 'retry', phase, until, attempt: (tries?.failures ?? 0) + 1, error: message };
}

function detailsOf(error: unknown): AttemptDetails | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (!(cause instanceof ApplicationFailure)) return undefined;
  const [details] = (cause.details ?? []) as readonly (AttemptDetails | undefined)[];
  return details;
}

/** A failed phase in the words of the API. */
export function taskErrorOf(phase: TaskState['phase'], error: unknown): TaskError {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  const { attempts, tries } = effortOf(error);
  return {
    phase,
    type: typeOf(cause),
    message: messageOf(cause, phase),
    retry_count: Math.max(0, (tries?.failures ?? attempts) - 1),
  };
}

function typeOf(cause: unknown): string {
  if (cause instanceof ApplicationFailure) return cause.type ?? 'Error';
  if (cause instanceof TimeoutFailure) return 'WorkerLost';
  return cause instanceof Error ? cause.name : 'Error';
}

function messageOf(cause: unknown, phase: string): string {
  if (cause instanceof TimeoutFailure) {
    return `No worker kept ${phase} alive: its last attempt ended without a heartbeat (${cause.timeoutType}).`;
  }
  return cause instanceof Error ? cause.message : String(cause);
}
