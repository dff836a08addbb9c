import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import type { TaskError } from '../../domain/failure.ts';
import type { TaskState } from '../../domain/task.ts';
import type { AttemptDetails } from './contract.ts';

/** The attempts that a failed phase took, as far as the failure tells; 1 otherwise. */
export function attemptsOf(error: unknown): number {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (!(cause instanceof ApplicationFailure)) return 1;
  const [details] = (cause.details ?? []) as readonly (AttemptDetails | undefined)[];
  return details?.attempts ?? 1;
}

/** A failed phase in the words of the API. */
export function taskErrorOf(phase: TaskState['phase'], error: unknown): TaskError {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  const attempts = attemptsOf(error);
  return { phase, type: typeOf(cause), message: messageOf(cause, phase), retry_count: attempts - 1 };
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
