import { describe, expect, it } from 'vitest';
import * as taskState from '../domain/task-state.ts';
import { advance, startPipeline } from '../domain/pipeline.ts';
import type { PhaseResult } from '../domain/phase-result.ts';
import { progressOf } from './task-progress.ts';
import { TRACEPARENT } from '../../tests/support/traceparent.ts';

const request = { feature: 'x', project: 'shop', target_url: 'http://localhost', priority: 5 };
const bounds = { review_rounds: 1, validation_rounds: 1 };
const test = { test_path: 't', test_commit: 'c', test_blob: 'b', base_commit: 'b', branch: 'x', scenarios: [] };
const change = { commit_sha: 'c', branch: 'x', files_changed: [], summary: '' };

const RESULTS: readonly PhaseResult[] = [
  { phase: 'E2E_TEST_GENERATION', verdict: 'test_fails', output: test, artifacts: [] },
  { phase: 'CODE_IMPLEMENTATION', verdict: 'implemented', output: change, artifacts: [] },
  {
    phase: 'GUARDIAN_REVIEW',
    verdict: 'rejected',
    output: { decision: 'rejected', score: 0, findings: [] },
    artifacts: [],
  },
  { phase: 'CODE_IMPLEMENTATION', verdict: 'implemented', output: change, artifacts: [] },
  {
    phase: 'GUARDIAN_REVIEW',
    verdict: 'approved',
    output: { decision: 'approved', score: 1, findings: [] },
    artifacts: [],
  },
  { phase: 'STAGING_DEPLOYMENT', verdict: 'deployed', output: { deployment_url: 'u', commit_sha: 'c' }, artifacts: [] },
  {
    phase: 'E2E_VALIDATION',
    verdict: 'passed',
    output: { validation_status: 'passed', scenarios: [], test_blob: 'b' },
    artifacts: [],
  },
];

describe('progressOf', () => {
  it('rises with every step of a task, rework included, to its end', () => {
    let state = taskState.newTask('chimera-000000000001', request, 0, TRACEPARENT);
    let pipeline = startPipeline();
    const seen = [progressOf(state)];
    for (const result of RESULTS) {
      const { next } = pipeline;
      if (next.kind !== 'run') throw new Error('The pipeline ended early.');
      state = taskState.phaseStarted(state, next.phase, next.round, 0);
      seen.push(progressOf(state));
      pipeline = advance(pipeline, result, { rework: bounds });
      state = taskState.phaseFinished(state, pipeline, result, { attempts: 1 }, 0);
      seen.push(progressOf(state));
    }
    state = taskState.completed(state, pipeline, false, 0);
    seen.push(progressOf(state));
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(new Set(seen).size).toBe(2 + 2 * RESULTS.length);
  });

  it('rises with each wait of a phase, and with each new beginning after it', () => {
    const waitingFor = { kind: 'breaker', agent: 'coder-agent', until: '2026-03-01T12:00:00.000Z' } as const;
    let state = taskState.newTask('chimera-000000000001', request, 0, TRACEPARENT);
    const seen = [progressOf(state)];
    for (let wait = 0; wait < 3; wait += 1) {
      state = taskState.phaseStarted(state, 'E2E_TEST_GENERATION', 1, 0);
      seen.push(progressOf(state));
      state = taskState.phasePostponed(state, waitingFor, undefined, 0);
      seen.push(progressOf(state));
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('lets a dead-lettered task live again', () => {
    const parked = {
      ...taskState.newTask('chimera-000000000001', request, 0, TRACEPARENT),
      status: 'dead_lettered' as const,
    };
    expect(progressOf({ ...parked, status: 'queued' })).toBeGreaterThanOrEqual(progressOf(parked));
  });
});
