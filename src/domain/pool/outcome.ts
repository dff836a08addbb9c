import { isPhase } from '../phase.ts';
import type { PhaseRecord, TaskState } from '../task.ts';
import type { TaskOutcome } from './messages.ts';

/** What a pool learns from a task that ended. */
export function outcomeOf(end: TaskState): TaskOutcome {
  const retried = end.phases.filter((record) => record.attempts > firstAttempts(record, end));
  const recovered = retried.filter(({ verdict }) => verdict !== undefined);
  const failedIn = end.error?.phase;
  return {
    status: endedAs(end),
    duration_ms: durationOf(end),
    ...(end.status !== 'completed' && failedIn !== undefined && isPhase(failedIn) ? { failed_phase: failedIn } : {}),
    retried_phases: retried.length,
    recovered_phases: recovered.length,
  };
}

/** Attempts of a phase that were the first of their round. What follows the review runs only in rounds that pass it. */
function firstAttempts({ phase, round, status }: PhaseRecord, { rework }: TaskState): number {
  const { validation, pull_request = 0 } = rework;
  const isBehindReview = phase === 'STAGING_DEPLOYMENT' || phase === 'E2E_VALIDATION';
  return isBehindReview ? validation + pull_request + (status === 'pending' ? 0 : 1) : round;
}

function endedAs({ status }: TaskState): TaskOutcome['status'] {
  if (status === 'queued' || status === 'running') return 'failed';
  return status === 'discarded' ? 'dead_lettered' : status;
}

function durationOf({ started_at, created_at, finished_at }: TaskState): number {
  const end = Date.parse(finished_at ?? created_at);
  return Math.max(0, end - Date.parse(started_at ?? finished_at ?? created_at));
}
