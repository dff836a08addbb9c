import type { Phase } from '../../../src/domain/phase.ts';
import { handedOnTo } from '../../../src/domain/handed-on.ts';
import type { PhaseResult } from '../../../src/domain/phase-result.ts';
import { advance, DEFAULT_REWORK_BOUNDS, type Pipeline, startPipeline } from '../../../src/domain/pipeline.ts';
import { STANDARD_RETRY_POLICY } from '../../../src/domain/retry-policy.ts';
import { newTask } from '../../../src/domain/task-state.ts';
import type { TaskStatus } from '../../../src/domain/task.ts';
import { NO_TRIES } from '../../../src/domain/tries.ts';
import { traceOf } from '../../../src/domain/trace/trace-context.ts';
import type { Attempt, WorkEvent } from '../../../src/journal/event.ts';
import type { PhaseInput } from '../../../src/workflows/task/contract.ts';
import { GOOD } from '../scripted-phases.ts';
import { TRACEPARENT } from '../traceparent.ts';

/** The task of all tests of activities. */
export const TASK_ID = 'chimera-0123456789ab';

/** It as it is accepted. */
export const BEGUN = newTask(
  TASK_ID,
  { feature: 'Feature: pay', target_url: 'http://127.0.0.1:1', priority: 5, project: 'shop' },
  0,
  TRACEPARENT,
);

/** The checkpoint of a task whose phases had these results, or led on where only a phase is named. */
export function checkpointAfter(...finished: readonly (Phase | PhaseResult)[]): Pipeline {
  return finished
    .map((phase) => (typeof phase === 'string' ? GOOD[phase] : phase))
    .reduce((pipeline, result) => advance(pipeline, result, { rework: DEFAULT_REWORK_BOUNDS }), startPipeline());
}

/** What differs in the input of a test; the phase is handed what it gets at that checkpoint. */
type Changes = Partial<PhaseInput> & { readonly feature?: string; readonly checkpoint?: Pipeline };

/** What a phase activity of the test task is given. */
export function phaseInput(
  phase: Phase,
  { feature = 'Feature: pay', checkpoint = startPipeline(), ...changes }: Changes = {},
): PhaseInput {
  const { feedback } = checkpoint;
  return {
    task_id: TASK_ID,
    request: { feature, target_url: 'http://127.0.0.1:1', priority: 5, project: 'shop' },
    phase,
    round: 1,
    lease_token: 7,
    limit_seconds: 60,
    retry: STANDARD_RETRY_POLICY,
    ready_at: new Date(0).toISOString(),
    handed_on: handedOnTo(phase, checkpoint),
    ...(phase === 'CODE_IMPLEMENTATION' && feedback !== undefined ? { feedback } : {}),
    traceparent: TRACEPARENT,
    ...changes,
  };
}

/** The first attempt of a phase of the test task, as the journal knows it. */
export function attemptOf(phase: Phase, changes: Partial<Attempt> = {}): Attempt {
  const { round, ready_at, traceparent } = phaseInput(phase);
  const which = { call: 'run/5', attempt: 1, tries: NO_TRIES, scheduled: 1_000, began: 1_000 };
  const phaseSpan = traceOf({ traceparent });
  return { task_id: TASK_ID, project: 'shop', phase, round, ready_at, ...which, phaseSpan, ...changes };
}

/** The test task comes to rest, so many seconds after it was accepted and, if it worked, after it first worked. */
export function restOf(
  status: TaskStatus,
  { key, accepted, worked }: { readonly key: string; readonly accepted: number; readonly worked?: number },
): Extract<WorkEvent, { readonly kind: 'task_rested' }> {
  const at = 1_000 * accepted;
  const begun = worked === undefined ? {} : { started_at: new Date(at - 1_000 * worked).toISOString() };
  return { kind: 'task_rested', state: { ...BEGUN, ...begun, status }, at, key, again: false };
}
