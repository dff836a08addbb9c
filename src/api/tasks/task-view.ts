import { PHASES } from '../../domain/phase.ts';
import type { WaitingTaskView } from '../../contract/pool/pool.ts';
import type { PhaseRecord, WaitingFor } from '../../domain/task.ts';
import { shownTraceId, traceOf } from '../../domain/trace/trace-context.ts';
import type { TaskSummary as RecordedTask } from '../../persistence/task-run-store.ts';
import { retriesOf } from '../../domain/task-state.ts';
import { linksOf, type TemporalUiPlace } from '../../contract/links.ts';
import type { PhaseAttempt } from '../../temporal/tasks/task-gateway.ts';
import type { TaskSnapshot } from './task-snapshot.ts';
import type { PhaseView, TaskSummaryView, TaskView } from '../../contract/task/task.ts';
import { titleOf } from '../../temporal/tasks/static-description.ts';

const TITLE_BYTES = 200;

function isUnderWay(record: PhaseRecord, attempt: PhaseAttempt | undefined): attempt is PhaseAttempt {
  return record.status === 'running' && attempt?.phase === record.phase;
}

/** The attempts of finished rounds, and the one under way or due for another try. */
function attemptsOf(record: PhaseRecord, attempt: PhaseAttempt | undefined): number {
  if (!isUnderWay(record, attempt)) return record.attempts;
  return record.attempts + (attempt.status === 'running' ? attempt.attempt : attempt.attempt - 1);
}

function viewOfPhase(record: PhaseRecord, attempt: PhaseAttempt | undefined): PhaseView {
  return {
    phase: record.phase,
    status: record.status,
    attempts: attemptsOf(record, attempt),
    round: record.round,
    duration_ms: record.duration_ms ?? null,
    verdict: record.verdict ?? null,
    started_at: record.started_at ?? null,
    finished_at: record.finished_at ?? null,
    retries: retriesOf(record, isUnderWay(record, attempt) ? attempt.retries : undefined),
  };
}

/** What a task waits for that stands in its pool's queue. */
export function waitingForLease(place: WaitingTaskView): WaitingFor {
  const { position, estimated_start, reason } = place;
  return { kind: 'lease', position, reason, ...(estimated_start === null ? {} : { estimated_start }) };
}

/** What a task waits for: its place in the queue, else what it says itself, else what its due attempt shows. */
function waitingFor({ state, attempt, place }: TaskSnapshot): WaitingFor | null {
  if (place !== undefined) return waitingForLease(place);
  if (state.waiting_for?.kind === 'pull_request' && attempt?.last_error !== undefined) {
    return { ...state.waiting_for, error: attempt.last_error };
  }
  if (state.waiting_for !== undefined) return state.waiting_for;
  if (attempt?.status !== 'due') return null;
  const { phase, due_at, last_error } = attempt;
  if (attempt.attempt === 1 || due_at === undefined || last_error === undefined) return { kind: 'worker', phase };
  return { kind: 'retry', phase, until: due_at, attempt: attempt.attempt, error: last_error };
}

function durationMs({ created_at, started_at, finished_at }: RecordedTask, now: number): number | null {
  if (started_at === undefined && finished_at === undefined) return null;
  const end = finished_at === undefined ? now : Date.parse(finished_at);
  return Math.max(0, end - Date.parse(started_at ?? created_at));
}

/** A task for a list; `now` in ms since the epoch counts for a task that still runs. */
export function summarise(
  task: RecordedTask,
  ui: TemporalUiPlace | undefined,
  now: number,
  waiting_for: WaitingFor | null = null,
): TaskSummaryView {
  return {
    task_id: task.task_id,
    title: titleOf(task.feature, TITLE_BYTES),
    project: task.project,
    target_url: task.target_url,
    priority: task.priority,
    status: task.status,
    phase: task.phase,
    created_at: task.created_at,
    started_at: task.started_at ?? null,
    finished_at: task.finished_at ?? null,
    duration_ms: durationMs(task, now),
    waiting_for,
    links: linksOf(task.task_id, ui),
  };
}

/** All of a task; `now` in ms since the epoch counts for a task that still runs. */
export function viewTask(snapshot: TaskSnapshot, ui: TemporalUiPlace | undefined, now: number): TaskView {
  const { state, stale, attempt } = snapshot;
  const phases = PHASES.flatMap((phase) => state.phases.filter((record) => record.phase === phase)).map((record) =>
    viewOfPhase(record, attempt),
  );
  return {
    ...summarise({ ...state.request, ...state }, ui, now, waitingFor(snapshot)),
    trace_id: shownTraceId(traceOf(state)),
    feature: state.request.feature,
    round: state.round,
    rework: state.rework,
    progress: attempt?.status === 'running' && attempt.phase === state.phase ? (attempt.progress ?? null) : null,
    phases,
    attempts: phases.reduce((sum, phase) => sum + phase.attempts, 0),
    result: state.result ?? null,
    pull_request: state.pull_request ?? null,
    error: state.error ?? null,
    stale,
  };
}
