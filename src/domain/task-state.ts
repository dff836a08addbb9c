import type { TaskError } from './failure.ts';
import type { PullRequest } from './delivery/pull-request.ts';
import type { Budget } from './money/budget.ts';
import { PHASES, type Phase } from './phase.ts';
import type { PhaseResult } from './phase-result.ts';
import { isOver, latest, type Pipeline, stageOf } from './pipeline.ts';
import type { FailedTry, Tries } from './tries.ts';
import type { PhaseRecord, TaskRequest, TaskResult, TaskState, WaitingFor } from './task.ts';

/**
 * The reducer of one task: what happened in, the task's state out. It decides nothing; the pipeline does. `now` is a
 * time in ms since the epoch.
 */

/** Tries of a phase that did not succeed and are kept, over all its rounds. */
const MOST_RETRIES = 20;

/** A task that was accepted and has not begun. */
export function newTask(taskId: string, request: TaskRequest, now: number, traceparent: string): TaskState {
  return {
    task_id: taskId,
    traceparent,
    request,
    status: 'queued',
    phase: 'E2E_TEST_GENERATION',
    round: 1,
    phases: PHASES.map((phase) => ({ phase, status: 'pending', round: 1, attempts: 0 })),
    rework: { review: 0, validation: 0 },
    artifacts: [],
    created_at: iso(now),
  };
}

/** The task waits, or (undefined) waits no longer. */
export function waiting(state: TaskState, waitingFor: WaitingFor | undefined): TaskState {
  const { waiting_for: _, ...rest } = state;
  return waitingFor === undefined ? rest : { ...rest, waiting_for: waitingFor };
}

/** The task's priority was changed. */
export function reprioritised(state: TaskState, priority: number): TaskState {
  return { ...state, request: { ...state.request, priority } };
}

/** A phase begins a round; the phases after it have yet to run again. */
export function phaseStarted(state: TaskState, phase: Phase, round: number, now: number): TaskState {
  const begun = PHASES.indexOf(phase);
  return {
    ...waiting(state, undefined),
    status: 'running',
    phase,
    round,
    started_at: state.started_at ?? iso(now),
    phases: state.phases.map((record, index) => {
      if (index < begun) return record;
      if (index > begun) return { ...record, status: 'pending' };
      const { finished_at: _, verdict: __, ...rest } = record;
      return { ...rest, status: 'running', round, started_at: iso(now) };
    }),
  };
}

/** What it took to come to the end of a phase. */
export interface Effort {
  readonly attempts: number;
  /** The tries that did not succeed, where there were any. */
  readonly tries?: Tries | undefined;
}

/** A phase ended in a verdict. */
export function phaseFinished(
  state: TaskState,
  pipeline: Pipeline,
  result: PhaseResult,
  effort: Effort,
  now: number,
): TaskState {
  const { phase, round } = state;
  const artifacts = result.artifacts.map((artifact) => ({ ...artifact, phase: result.phase, round }));
  return {
    ...withRecord(state, result.phase, (record) => ({
      ...closed(record, effort, now),
      status: statusOf(result),
      verdict: result.verdict,
    })),
    phase,
    rework: pipeline.rework,
    artifacts: [...state.artifacts, ...artifacts],
  };
}

/** The running phase, if there is one, was given up. */
export function phaseGivenUp(state: TaskState, as: 'failed' | 'cancelled', effort: Effort, now: number): TaskState {
  const running = state.phases.find((record) => record.status === 'running');
  if (running === undefined) return state;
  return withRecord(state, running.phase, (record) => ({ ...closed(record, effort, now), status: as }));
}

/** The running phase is to be tried again when a wait is over; until then it is nobody's. */
export function phasePostponed(
  state: TaskState,
  waitingFor: WaitingFor,
  tries: Tries | undefined,
  now: number,
): TaskState {
  const idle = withRecord(state, state.phase, (record) => ({
    ...record,
    status: 'pending',
    duration_ms: durationUntil(record, now),
    ...(tries === undefined ? {} : { tries_so_far: tries.log }),
  }));
  return { ...waiting(idle, waitingFor), waits: (state.waits ?? 0) + 1 };
}

/** The change is proven, and handed over. */
export function delivering(state: TaskState, round: number): TaskState {
  return { ...waiting(state, undefined), status: 'running', phase: 'DELIVERY', round };
}

/** What is known of the task's pull request. */
export function withPullRequest(state: TaskState, pull_request: PullRequest): TaskState {
  return { ...state, pull_request };
}

/** The task ended with success. */
export function completed(state: TaskState, pipeline: Pipeline, alreadySatisfied: boolean, now: number): TaskState {
  return {
    ...resting(state, now),
    status: 'completed',
    phase: 'COMPLETE',
    result: resultOf(pipeline, alreadySatisfied),
  };
}

/** The task ended without success. */
export function failed(state: TaskState, error: TaskError, now: number): TaskState {
  return { ...resting(state, now), status: 'failed', phase: 'FAILED', error };
}

/** The task's retries are exhausted: it waits for somebody's decision. */
export function parked(state: TaskState, error: TaskError, now: number): TaskState {
  const rested = waiting(resting(state, now), { kind: 'operator' });
  return { ...rested, status: 'dead_lettered', phase: 'DEAD_LETTERED', error };
}

/** A parked task goes on with its next step. */
export function requeued(state: TaskState, pipeline: Pipeline): TaskState {
  const { error: _, finished_at: __, ...rest } = waiting(state, undefined);
  const { next } = pipeline;
  const round = isOver(next) ? rest.round : next.round;
  return { ...rest, status: 'queued', phase: stageOf(pipeline) ?? rest.phase, round };
}

/** What agents may spend on the task from now on in all; what is not named stays. */
export function withBudget(state: TaskState, budget: Budget): TaskState {
  return { ...state, request: { ...state.request, budget: { ...state.request.budget, ...budget } } };
}

/** A parked task was given up for good. */
export function discarded(state: TaskState, now: number): TaskState {
  return { ...resting(state, now), status: 'discarded' };
}

/** Somebody ended the task. */
export function cancelled(state: TaskState, error: TaskError, now: number): TaskState {
  return {
    ...resting(phaseGivenUp(state, 'cancelled', { attempts: 1 }, now), now),
    status: 'cancelled',
    phase: 'CANCELLED',
    error,
  };
}

function resting(state: TaskState, now: number): TaskState {
  return { ...waiting(state, undefined), finished_at: iso(now) };
}

/** What a task has to show whose pipeline is done. */
export function resultOf(pipeline: Pipeline, alreadySatisfied: boolean): TaskResult {
  const test = latest(pipeline, 'E2E_TEST_GENERATION');
  if (test === undefined) throw new Error('A task cannot complete before its test was generated.');
  const { test_path, test_commit, base_commit, branch, scenarios } = test.output;
  const common = {
    already_satisfied: alreadySatisfied,
    test_path,
    test_commit,
    base_commit,
    branch,
    scenarios_before: scenarios,
  };
  const change = latest(pipeline, 'CODE_IMPLEMENTATION')?.output;
  const deployment = latest(pipeline, 'STAGING_DEPLOYMENT')?.output;
  const proof = latest(pipeline, 'E2E_VALIDATION')?.output;
  if (change === undefined || deployment === undefined || proof === undefined) return { ...common, scenarios };
  return {
    ...common,
    commit_sha: change.commit_sha,
    files_changed: change.files_changed,
    deployment_url: deployment.deployment_url,
    validation_status: 'passed',
    test_blob: proof.test_blob,
    scenarios: proof.scenarios,
  };
}

function statusOf({ verdict }: PhaseResult): PhaseRecord['status'] {
  if (verdict === 'rejected') return 'rejected';
  return verdict === 'failed' ? 'failed' : 'passed';
}

function closed(record: PhaseRecord, { attempts, tries }: Effort, now: number): PhaseRecord {
  const { tries_so_far: _, ...rest } = record;
  const retries = retriesOf(record, tries?.log);
  return {
    ...rest,
    attempts: record.attempts + attempts,
    duration_ms: durationUntil(record, now),
    finished_at: iso(now),
    ...(retries.length === 0 ? {} : { retries }),
  };
}

/**
 * A phase's tries that did not succeed, over its finished rounds and the one that is not over. `ofRound`: the latter's,
 * where more is known of them than the record has.
 */
export function retriesOf(record: PhaseRecord, ofRound = record.tries_so_far ?? []): readonly FailedTry[] {
  return [...(record.retries ?? []), ...ofRound].slice(-MOST_RETRIES);
}

function durationUntil({ started_at, duration_ms = 0 }: PhaseRecord, now: number): number {
  return duration_ms + (started_at === undefined ? 0 : Math.max(0, now - Date.parse(started_at)));
}

function withRecord(
  state: TaskState,
  phase: TaskState['phase'],
  change: (record: PhaseRecord) => PhaseRecord,
): TaskState {
  return { ...state, phases: state.phases.map((record) => (record.phase === phase ? change(record) : record)) };
}

function iso(now: number): string {
  return new Date(now).toISOString();
}
