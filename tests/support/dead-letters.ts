import type { DeadLetter } from '../../src/domain/dead-letter.ts';
import type { Phase } from '../../src/domain/phase.ts';
import * as taskState from '../../src/domain/task-state.ts';
import { advance, DEFAULT_REWORK_BOUNDS, startPipeline } from '../../src/domain/pipeline.ts';
import { TRACEPARENT } from './traceparent.ts';

const NOON = Date.parse('2026-03-01T12:00:00.123Z');

/** The generated test, which a requeue need not do again. */
const GENERATED = {
  phase: 'E2E_TEST_GENERATION',
  verdict: 'test_fails',
  output: {
    test_path: 't.spec.ts',
    test_commit: 'c1',
    test_blob: 'b1',
    base_commit: 'c0',
    branch: 'chimera/x',
    scenarios: [],
  },
  artifacts: [],
} as const;

/** What a test's dead letter is like; everything has a default. `minute` is when it failed, in minutes after noon. */
export interface DeadLetterTraits extends Partial<
  Omit<DeadLetter, 'id' | 'task_id' | 'phase' | 'error' | 'failed_at'>
> {
  readonly phase?: Phase;
  readonly number?: number;
  readonly minute?: number;
  readonly project?: string;
  readonly feature?: string;
  readonly type?: string;
  readonly message?: string;
}

/** The id of the test's task of that number. */
export function taskId(number: number): string {
  return `chimera-${number.toString(16).padStart(12, '0')}`;
}

/** A dead letter whose coder refused connections. */
export function deadLetter(traits: DeadLetterTraits = {}): DeadLetter {
  const { number = 1, minute = 0, project = 'shop', feature = 'A visitor can search', ...rest } = traits;
  const { type = 'TransientAgentError', message = `connect ECONNREFUSED 127.0.0.1:${8_000 + number}`, ...given } = rest;
  const { generation = 1, retry_count = 3 } = given;
  const phase = given.phase ?? 'CODE_IMPLEMENTATION';
  const task_id = taskId(number);
  const request = { feature, project, target_url: 'http://localhost:3000', priority: 5 };
  const state = taskState.phaseStarted(taskState.newTask(task_id, request, NOON, TRACEPARENT), phase, 1, NOON);
  return {
    id: `${task_id}-${generation}`,
    task_id,
    generation,
    status: 'parked',
    phase,
    error: { phase, type, message, retry_count },
    retry_count,
    failed_at: new Date(NOON + minute * 60_000).toISOString(),
    investigated: false,
    resolution: null,
    requeued_at: null,
    decided_at: null,
    reason: null,
    workflow_state: { state, pipeline: advance(startPipeline(), GENERATED, { rework: DEFAULT_REWORK_BOUNDS }) },
    ...given,
  };
}

/** The same entry after somebody requeued it. */
export function requeued(entry: DeadLetter, at = '2026-03-02T08:00:00.000Z'): DeadLetter {
  return { ...entry, status: 'requeued', requeued_at: at, decided_at: at, reason: 'the coder is back' };
}
