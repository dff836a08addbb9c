import { assert, describe, expect, it } from 'vitest';
import * as taskState from './task-state.ts';
import type { PhaseResult, ResultOf } from './phase-result.ts';
import { advance, DEFAULT_REWORK_BOUNDS, type Pipeline, startPipeline } from './pipeline.ts';
import type { TaskState } from './task.ts';
import type { FailedTry, Tries } from './tries.ts';
import { TRACEPARENT } from '../../tests/support/traceparent.ts';

const T0 = Date.parse('2030-01-01T00:00:00Z');
const request = { feature: 'Feature: pay', target_url: 'http://shop', priority: 5, project: 'shop' };
const scenario = { name: 'pay', status: 'failed', duration_ms: 3 } as const;
const test: ResultOf<'E2E_TEST_GENERATION'> = {
  phase: 'E2E_TEST_GENERATION',
  verdict: 'test_fails',
  output: { test_path: 't', test_commit: 'c1', test_blob: 'b1', base_commit: 'c0', branch: 'b', scenarios: [scenario] },
  artifacts: [{ name: 'report', kind: 'report', path: 'p', media_type: 'text/html', bytes: 1 }],
};
const change: PhaseResult = {
  phase: 'CODE_IMPLEMENTATION',
  verdict: 'implemented',
  output: { commit_sha: 'c2', branch: 'b', files_changed: ['a'], summary: 's' },
  artifacts: [],
};
const approval: PhaseResult = {
  phase: 'GUARDIAN_REVIEW',
  verdict: 'approved',
  output: { decision: 'approved', score: 1, findings: [] },
  artifacts: [],
};
const deployment: PhaseResult = {
  phase: 'STAGING_DEPLOYMENT',
  verdict: 'deployed',
  output: { deployment_url: 'http://s', commit_sha: 'c2' },
  artifacts: [],
};
const proof = (verdict: 'passed' | 'failed'): PhaseResult => ({
  phase: 'E2E_VALIDATION',
  verdict,
  output: { validation_status: verdict, scenarios: [{ ...scenario, status: verdict }], test_blob: 'b1' },
  artifacts: [],
});

interface Told {
  readonly state: TaskState;
  readonly pipeline: Pipeline;
  readonly now: number;
}

/** Tells the results to pipeline and state, each phase taking 10 s. */
function tell(results: readonly PhaseResult[]): Told {
  let told: Told = {
    state: taskState.newTask('chimera-0123456789ab', request, T0, TRACEPARENT),
    pipeline: startPipeline(),
    now: T0,
  };
  for (const result of results) {
    const { next } = told.pipeline;
    const round = next.kind === 'run' ? next.round : 0;
    const begun = taskState.phaseStarted(told.state, result.phase, round, told.now);
    const pipeline = advance(told.pipeline, result, { rework: DEFAULT_REWORK_BOUNDS });
    const now = told.now + 10_000;
    told = { state: taskState.phaseFinished(begun, pipeline, result, { attempts: 2 }, now), pipeline, now };
  }
  return told;
}

const recordOf = (state: TaskState, phase: string) => state.phases.find((record) => record.phase === phase);

describe('the state of a task', () => {
  it('begins with five pending phases', () => {
    const { state } = tell([]);
    expect(state).toMatchObject({
      status: 'queued',
      phase: 'E2E_TEST_GENERATION',
      created_at: '2030-01-01T00:00:00.000Z',
    });
    expect(state.phases.map(({ status }) => status)).toEqual(Array(5).fill('pending'));
  });

  it('says what a task waits for, until it works', () => {
    const { state } = tell([]);
    const waits = taskState.waiting(state, { kind: 'lease' });
    expect(waits.waiting_for).toEqual({ kind: 'lease' });
    expect(taskState.waiting(waits, undefined)).toEqual(state);
    expect(taskState.phaseStarted(waits, 'E2E_TEST_GENERATION', 1, T0)).not.toHaveProperty('waiting_for');
  });

  it('keeps the newest twenty tries of a phase that did not succeed', () => {
    const { state, now } = tell([test]);
    const begun = taskState.phaseStarted(state, 'CODE_IMPLEMENTATION', 1, now);
    const log = Array.from({ length: 21 }, (_, index) => ({
      at: '2030-01-01T00:00:10.000Z',
      kind: 'failed' as const,
      error: `error ${index}`,
      delay_ms: 1_000,
    }));
    const tries = { failures: log.length, handed_back: 0, lost: 0, log };
    const record = recordOf(
      taskState.phaseGivenUp(begun, 'failed', { attempts: 1, tries }, now),
      'CODE_IMPLEMENTATION',
    );
    expect(record?.retries).toEqual(log.slice(1));
  });

  it('has the priority that it was given last', () => {
    const { state } = tell([]);
    expect(taskState.reprioritised(state, 9).request).toEqual({ ...request, priority: 9 });
  });

  it('lets a phase that has to wait be nobody’s, with the time it worked', () => {
    const { state, now } = tell([test]);
    const begun = taskState.phaseStarted(state, 'CODE_IMPLEMENTATION', 1, now);
    const until = '2030-01-01T01:00:00.000Z';
    const waits = { kind: 'breaker', agent: 'coder-agent', until } as const;
    const postponed = taskState.phasePostponed(begun, waits, undefined, now + 4_000);
    expect(postponed.waiting_for).toEqual(waits);
    expect(recordOf(postponed, 'CODE_IMPLEMENTATION')).toMatchObject({
      status: 'pending',
      attempts: 0,
      duration_ms: 4_000,
    });
    expect(recordOf(postponed, 'CODE_IMPLEMENTATION')).not.toHaveProperty('finished_at');
  });

  it('tells the tries of a phase while it waits, and each once when its round is over', () => {
    const { state, now } = tell([test]);
    const [first, second] = ['first', 'second'].map((error) => ({
      at: '2030-01-01T00:00:10.000Z',
      kind: 'postponed' as const,
      error,
      delay_ms: 1_000,
    }));
    assert(first !== undefined && second !== undefined);
    const triesOf = (...log: FailedTry[]): Tries => ({ failures: 0, handed_back: 0, lost: 0, log });
    const waits = { kind: 'breaker', agent: 'coder-agent', until: '2030-01-01T01:00:00.000Z' } as const;
    const told = (of: TaskState): readonly string[] => {
      const record = recordOf(of, 'CODE_IMPLEMENTATION');
      return record === undefined ? [] : taskState.retriesOf(record).map(({ error }) => error);
    };

    const begun = taskState.phaseStarted(state, 'CODE_IMPLEMENTATION', 1, now);
    const waiting = taskState.phasePostponed(begun, waits, triesOf(first), now);
    expect(told(waiting)).toEqual(['first']);
    const again = taskState.phaseStarted(waiting, 'CODE_IMPLEMENTATION', 1, now);
    expect(told(again)).toEqual(['first']);
    expect(told(taskState.phasePostponed(again, waits, triesOf(first, second), now))).toEqual(['first', 'second']);
    const effort = { attempts: 1, tries: triesOf(first, second) };
    expect(told(taskState.phaseGivenUp(again, 'failed', effort, now))).toEqual(['first', 'second']);
    // What is cancelled has no more to tell than was known.
    expect(told(taskState.phaseGivenUp(again, 'cancelled', { attempts: 1 }, now))).toEqual(['first']);
  });

  it('records duration, attempts, verdict and evidence of a phase', () => {
    const { state } = tell([test]);
    expect(recordOf(state, 'E2E_TEST_GENERATION')).toEqual({
      phase: 'E2E_TEST_GENERATION',
      status: 'passed',
      round: 1,
      attempts: 2,
      duration_ms: 10_000,
      verdict: 'test_fails',
      started_at: '2030-01-01T00:00:00.000Z',
      finished_at: '2030-01-01T00:00:10.000Z',
    });
    expect(state.artifacts).toEqual([{ ...test.artifacts[0], phase: 'E2E_TEST_GENERATION', round: 1 }]);
  });

  it('adds up attempts and durations over the rounds of a phase, and opens the later phases again', () => {
    const { state, pipeline, now } = tell([test, change, approval, deployment, proof('failed'), change]);
    expect(recordOf(state, 'CODE_IMPLEMENTATION')).toMatchObject({ round: 2, attempts: 4, duration_ms: 20_000 });
    expect(recordOf(state, 'GUARDIAN_REVIEW')).toMatchObject({ status: 'pending', attempts: 2 });
    expect(recordOf(state, 'E2E_TEST_GENERATION')).toMatchObject({ status: 'passed', attempts: 2 });
    expect(state.rework).toEqual(pipeline.rework);
    expect(taskState.phaseStarted(state, 'GUARDIAN_REVIEW', 2, now).started_at).toBe('2030-01-01T00:00:00.000Z');
  });

  it('ends a proven task with all it has to show', () => {
    const { state, pipeline, now } = tell([test, change, approval, deployment, proof('passed')]);
    expect(taskState.completed(state, pipeline, false, now)).toMatchObject({
      status: 'completed',
      phase: 'COMPLETE',
      finished_at: '2030-01-01T00:00:50.000Z',
      result: {
        already_satisfied: false,
        commit_sha: 'c2',
        deployment_url: 'http://s',
        validation_status: 'passed',
        scenarios_before: [{ status: 'failed' }],
        scenarios: [{ status: 'passed' }],
      },
    });
  });

  it('ends a task whose feature was there already without a change', () => {
    const { state, pipeline, now } = tell([{ ...test, verdict: 'already_satisfied' }]);
    const { result } = taskState.completed(state, pipeline, true, now);
    expect(result).toMatchObject({ already_satisfied: true, test_path: 't', scenarios: [scenario] });
    expect(result).not.toHaveProperty('commit_sha');
  });

  it('never completes a task without a test', () => {
    const { state, pipeline } = tell([]);
    expect(() => taskState.completed(state, pipeline, true, T0)).toThrow('before its test was generated');
  });

  it('ends a failed task with its error, the phase closed', () => {
    const { state, now } = tell([test]);
    const running = taskState.phaseStarted(state, 'CODE_IMPLEMENTATION', 1, now);
    const error = { phase: 'CODE_IMPLEMENTATION', type: 'TransientAgentError', message: 'down', retry_count: 3 };
    const end = taskState.failed(taskState.phaseGivenUp(running, 'failed', { attempts: 4 }, now + 5), error, now + 5);
    expect(end).toMatchObject({ status: 'failed', phase: 'FAILED', error });
    expect(recordOf(end, 'CODE_IMPLEMENTATION')).toMatchObject({ status: 'failed', attempts: 4, duration_ms: 5 });
  });

  it('marks a rejected review and a failed proof as what they are', () => {
    const rejection: PhaseResult = {
      phase: 'GUARDIAN_REVIEW',
      verdict: 'rejected',
      output: { decision: 'rejected', score: 0, findings: [] },
      artifacts: [],
    };
    expect(recordOf(tell([test, change, rejection]).state, 'GUARDIAN_REVIEW')?.status).toBe('rejected');
    const failed = tell([test, change, approval, deployment, proof('failed')]).state;
    expect(recordOf(failed, 'E2E_VALIDATION')?.status).toBe('failed');
  });

  it('ends a cancelled task, with or without a phase at work', () => {
    const error = { phase: 'CODE_IMPLEMENTATION', type: 'Cancelled', message: 'not needed', retry_count: 0 };
    const { state, now } = tell([test]);
    expect(taskState.cancelled(state, error, now)).toMatchObject({ status: 'cancelled', phase: 'CANCELLED', error });
    const running = taskState.phaseStarted(state, 'CODE_IMPLEMENTATION', 1, now);
    expect(recordOf(taskState.cancelled(running, error, now), 'CODE_IMPLEMENTATION')?.status).toBe('cancelled');
  });

  it('counts no time for a record that never began', () => {
    const { state } = tell([]);
    const odd = { ...state, phases: state.phases.map((record) => ({ ...record, status: 'running' as const })) };
    expect(
      recordOf(taskState.phaseGivenUp(odd, 'failed', { attempts: 1 }, T0), 'E2E_TEST_GENERATION')?.duration_ms,
    ).toBe(0);
  });
});
