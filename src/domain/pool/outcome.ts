import { isPhase } from '../phase.ts';
import type { TaskState } from '../task.ts';
import type { TaskOutcome } from './messages.ts';

/** What a pool learns from a task that ended. */
export function outcomeOf(end: TaskState): TaskOutcome {
  const retried = end.phases.filter(({ attempts, round }) => attempts > round);
  const recovered = retried.filter(({ status }) => status !== 'failed' && status !== 'cancelled');
  const failedIn = end.error?.phase;
  return {
    status: endedAs(end),
    duration_ms: durationOf(end),
    ...(end.status !== 'completed' && failedIn !== undefined && isPhase(failedIn) ? { failed_phase: failedIn } : {}),
    retried_phases: retried.length,
    recovered_phases: recovered.length,
  };
}

function endedAs({ status }: TaskState): TaskOutcome['status'] {
  return status === 'queued' || status === 'running' ? 'failed' : status;
}

function durationOf({ started_at, created_at, finished_at }: TaskState): number {
  const end = Date.parse(finished_at ?? created_at);
  return Math.max(0, end - Date.parse(started_at ?? finished_at ?? created_at));
}
