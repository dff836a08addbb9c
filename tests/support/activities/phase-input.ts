import type { Phase } from '../../../src/domain/phase.ts';
import type { PhaseResult } from '../../../src/domain/phase-result.ts';
import { advance, DEFAULT_REWORK_BOUNDS, type Pipeline, startPipeline } from '../../../src/domain/pipeline.ts';
import { STANDARD_RETRY_POLICY } from '../../../src/domain/retry-policy.ts';
import { newTask } from '../../../src/domain/ledger.ts';
import type { TaskStatus } from '../../../src/domain/task.ts';
import { NO_TRIES } from '../../../src/domain/tries.ts';
import type { Attempt, WorkEvent } from '../../../src/journal/event.ts';
import type { PhaseInput } from '../../../src/workflows/task/contract.ts';
import { GOOD } from '../scripted-phases.ts';

/** The task of all tests of activities. */
export const TASK_ID = 'chimera-0123456789ab';

/** The checkpoint of a task whose phases had these results, or led on where only a phase is named. */
export function checkpointAfter(...finished: readonly (Phase | PhaseResult)[]): Pipeline {
  return finished
    .map((phase) => (typeof phase === 'string' ? GOOD[phase] : phase))
    .reduce((pipeline, result) => advance(pipeline, result, DEFAULT_REWORK_BOUNDS), startPipeline());
}

/** What a phase activity of the test task is given. */
export function phaseInput(
  phase: Phase,
  { feature = 'Feature: pay', ...changes }: Partial<PhaseInput> & { readonly feature?: string } = {},
): PhaseInput {
  const request = { feature, target_url: 'http://127.0.0.1:1', priority: 5, project: 'shop' };
  return {
    task_id: TASK_ID,
    state: newTask(TASK_ID, request, 0),
    phase,
    round: 1,
    lease_token: 7,
    limit_seconds: 60,
    retry: STANDARD_RETRY_POLICY,
    checkpoint: startPipeline(),
    ...changes,
  };
}

/** The first attempt of a phase of the test task, as the journal knows it. */
export function attemptOf(phase: Phase, changes: Partial<Attempt> = {}): Attempt {
  const { state, checkpoint, round } = phaseInput(phase);
  const which = { call: 'run/5', attempt: 1, tries: NO_TRIES, scheduled: 1_000, began: 1_000, phaseSpan: undefined };
  return { state, checkpoint, phase, round, ...which, ...changes };
}

/** The test task comes to rest, so many seconds after it was accepted and, if it worked, after it first worked. */
export function restOf(
  status: TaskStatus,
  { key, accepted, worked }: { readonly key: string; readonly accepted: number; readonly worked?: number },
): Extract<WorkEvent, { readonly kind: 'task_rested' }> {
  const at = 1_000 * accepted;
  const begun = worked === undefined ? {} : { started_at: new Date(at - 1_000 * worked).toISOString() };
  const { state } = phaseInput('E2E_TEST_GENERATION');
  return { kind: 'task_rested', state: { ...state, ...begun, status }, at, key, again: false };
}
