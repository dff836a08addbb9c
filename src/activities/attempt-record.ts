import { Context } from '@temporalio/activity';
import { type Phase, PHASE_PROFILES } from '../domain/phase.ts';
import type { PhaseResult } from '../domain/phase-result.ts';
import type { LostAttempt } from '../domain/trace/earlier-attempts.ts';
import { isHandedBack } from '../domain/tries.ts';
import type { StartedPhaseRun } from '../persistence/phase-run-store.ts';
import type { PhaseInput } from '../workflows/task/contract.ts';
import type { ActivityPorts } from './ports.ts';
import type { AttemptFailure } from './to-application-failure.ts';

/** How an attempt ended: in a result, or in an error, by what followed. */
export type AttemptEnd = { readonly result: PhaseResult } | AttemptFailure;

/** Which attempt of which call of a phase's activity. */
export interface AttemptOfCall {
  readonly call: string;
  /** From 1 in each call. */
  readonly attempt: number;
}

/** The attempt that runs here, as Temporal knows it. */
export function attemptAtHand(): AttemptOfCall {
  const { workflowExecution, activityId, attempt } = Context.current().info;
  return { call: `${workflowExecution?.runId ?? ''}/${activityId}`, attempt };
}

/**
 * Records one attempt of a phase. A record is observation: it is written in the background, and its loss is counted by
 * the recorder. In which order records are written is no matter: an older one never undoes a later one.
 */
export function recordAttempt(ports: ActivityPorts, phase: Phase, input: PhaseInput, which: AttemptOfCall) {
  const { records } = ports;
  const run = runOf(phase, input, which, ports.now());
  records.record({ of: 'task', state: input.state });
  records.record({ of: 'phase_run', run });
  return {
    ended(end: AttemptEnd): void {
      const finished_at = new Date(ports.now()).toISOString();
      records.record({ of: 'phase_run', run: { ...run, ...outcomeOf(end), finished_at } });
    },
  };
}

/** Records an attempt whose worker was heard of no more; the attempt after it does, since nobody else can. */
export function recordLostAttempt(
  { records }: Pick<ActivityPorts, 'records'>,
  input: PhaseInput,
  { call, attempt, began, ended }: AttemptOfCall & LostAttempt,
): void {
  const run = runOf(input.phase, input, { call, attempt }, began);
  records.record({ of: 'phase_run', run: { ...run, status: 'lost', finished_at: new Date(ended).toISOString() } });
}

function runOf(phase: Phase, input: PhaseInput, { call, attempt }: AttemptOfCall, started: number): StartedPhaseRun {
  return {
    task_id: input.task_id,
    project: input.state.request.project,
    phase,
    round: input.round,
    call,
    attempt,
    agent: PHASE_PROFILES[phase].agent,
    started_at: new Date(started).toISOString(),
  };
}

function outcomeOf(end: AttemptEnd) {
  if ('error' in end) return { status: statusOfFailure(end), error: String(end.error) };
  const { phase, verdict, usage, output } = end.result;
  const change = phase === 'CODE_IMPLEMENTATION' ? { files_changed: output.files_changed.length } : {};
  return { status: statusOf(verdict), verdict, ...usage, ...change };
}

function statusOfFailure({ next, tries }: AttemptFailure): 'failed' | 'cancelled' | 'handed_back' | 'postponed' {
  if (next === undefined) return 'cancelled';
  if (isHandedBack(tries)) return 'handed_back';
  return next.kind === 'postpone' ? 'postponed' : 'failed';
}

function statusOf(verdict: PhaseResult['verdict']): 'passed' | 'failed' | 'rejected' {
  return verdict === 'failed' || verdict === 'rejected' ? verdict : 'passed';
}
