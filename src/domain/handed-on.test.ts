import { describe, expect, it } from 'vitest';
import { TRACEPARENT } from '../../tests/support/traceparent.ts';
import { checkpointAfter } from '../../tests/support/activities/phase-input.ts';
import { GOOD } from '../../tests/support/scripted-phases.ts';
import { handedOnTo, readyAt } from './handed-on.ts';
import * as taskState from './task-state.ts';
import type { PhaseResult } from './phase-result.ts';
import { advance, deploymentLost, DEFAULT_REWORK_BOUNDS, startPipeline } from './pipeline.ts';

const T0 = Date.parse('2026-03-01T12:00:00.000Z');
const at = (ms: number): string => new Date(T0 + ms).toISOString();
const test = { test_path: 'tests/e2e/pay.spec.ts', test_commit: 'c1', test_blob: 'b1' };
const deployed = checkpointAfter('E2E_TEST_GENERATION', 'CODE_IMPLEMENTATION', 'GUARDIAN_REVIEW', 'STAGING_DEPLOYMENT');

describe('what a phase is handed', () => {
  it('is nothing at first, then the test, then the change, then both', () => {
    expect(handedOnTo('E2E_TEST_GENERATION', startPipeline())).toEqual({});
    expect(handedOnTo('CODE_IMPLEMENTATION', checkpointAfter('E2E_TEST_GENERATION'))).toEqual({ test });
    const changed = checkpointAfter('E2E_TEST_GENERATION', 'CODE_IMPLEMENTATION');
    expect(handedOnTo('GUARDIAN_REVIEW', changed)).toEqual({ test, change: { commit_sha: 'c2' } });
  });

  it('is what the work needs and no more', () => {
    expect(handedOnTo('STAGING_DEPLOYMENT', deployed)).toEqual({ change: { commit_sha: 'c2' } });
    const deployment = { deployment_url: 'http://127.0.0.1:1', commit_sha: 'c2' };
    expect(handedOnTo('E2E_VALIDATION', deployed)).toEqual({ test, deployment });
  });

  it('is no test where nothing was committed', () => {
    const satisfied = { ...GOOD.E2E_TEST_GENERATION, verdict: 'already_satisfied' } as PhaseResult;
    expect(handedOnTo('CODE_IMPLEMENTATION', checkpointAfter(satisfied))).toEqual({});
  });
});

describe('a phase', () => {
  const request = { feature: 'x', project: 'shop', target_url: 'http://localhost', priority: 5 };
  const begun = taskState.phaseStarted(
    taskState.newTask('chimera-000000000001', request, T0 - 5_000, TRACEPARENT),
    'E2E_TEST_GENERATION',
    1,
    T0,
  );
  const after = (ended_at?: string) => {
    const result = { ...GOOD.E2E_TEST_GENERATION, ...(ended_at === undefined ? {} : { ended_at }) };
    const pipeline = advance(startPipeline(), result, { rework: DEFAULT_REWORK_BOUNDS });
    return { pipeline, state: taskState.phaseFinished(begun, pipeline, result, { attempts: 1 }, T0 + 1_030) };
  };

  it('could begin when it was scheduled, if it is the first', () => {
    expect(readyAt(begun, startPipeline(), T0)).toBe(at(0));
  });

  it('could begin when the one before it had ended, by its worker’s clock', () => {
    const { state, pipeline } = after(at(1_000));
    expect(readyAt(state, pipeline, T0 + 1_030)).toBe(at(1_000));
  });

  it('could begin when it was scheduled, where nobody says when the one before it had ended', () => {
    const { state, pipeline } = after();
    expect(readyAt(state, pipeline, T0 + 1_030)).toBe(at(1_030));
  });

  it('that is taken up later, after a decision or for another lease, could not begin meanwhile', () => {
    const { state, pipeline } = after(at(1_000));
    expect(readyAt(state, pipeline, T0 + 90_000)).toBe(at(90_000));
  });

  it('that deploys again could begin when the proof had failed, not when an older phase had ended', () => {
    const { state, pipeline } = after(at(1_000));
    const lost = taskState.phaseGivenUp(state, 'failed', { attempts: 1 }, T0 + 9_000);
    expect(readyAt(lost, deploymentLost(pipeline, 'gone'), T0 + 9_000)).toBe(at(9_000));
  });
});
