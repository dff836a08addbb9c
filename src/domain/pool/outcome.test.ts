import { describe, expect, it } from 'vitest';
import { newTask } from '../task-state.ts';
import type { Phase } from '../phase.ts';
import type { PhaseRecord, TaskState } from '../task.ts';
import { outcomeOf } from './outcome.ts';
import { TRACEPARENT } from '../../../tests/support/traceparent.ts';

const T0 = Date.parse('2030-01-01T00:00:00Z');
const request = { feature: 'Feature: pay', target_url: 'http://shop', priority: 5, project: 'shop' };
const fresh = newTask('chimera-0123456789ab', request, T0, TRACEPARENT);
const error = { phase: 'GUARDIAN_REVIEW', type: 'Rejected', message: 'no', retry_count: 0 };

function ended(change: Partial<TaskState>, records: Partial<Record<Phase, Partial<PhaseRecord>>> = {}): TaskState {
  const phases = fresh.phases.map((record) => ({ ...record, ...records[record.phase] }));
  return { ...fresh, finished_at: '2030-01-01T00:02:00.000Z', phases, ...change };
}

const retriesOf = (state: TaskState): readonly number[] => {
  const { retried_phases, recovered_phases } = outcomeOf(state);
  return [retried_phases, recovered_phases];
};

describe('the outcome of a task', () => {
  it('has its status and the time from its first phase to its end', () => {
    const started_at = '2030-01-01T00:00:30.000Z';
    expect(outcomeOf(ended({ status: 'completed', started_at }))).toEqual({
      status: 'completed',
      duration_ms: 90_000,
      retried_phases: 0,
      recovered_phases: 0,
    });
  });

  it('is a dead letter for a task that was discarded, and a failure for one that never ended', () => {
    expect(outcomeOf(ended({ status: 'discarded' })).status).toBe('dead_lettered');
    expect(outcomeOf(fresh).status).toBe('failed');
  });

  it('took no time where no phase began, or where no end is known', () => {
    expect(outcomeOf(ended({ status: 'cancelled' })).duration_ms).toBe(0);
    expect(outcomeOf({ ...fresh, status: 'failed' }).duration_ms).toBe(0);
    expect(outcomeOf({ ...fresh, status: 'failed', started_at: '2030-01-01T00:00:30.000Z' }).duration_ms).toBe(0);
  });

  it('names the phase in which it failed, where it was one', () => {
    expect(outcomeOf(ended({ status: 'failed', error })).failed_phase).toBe('GUARDIAN_REVIEW');
    expect(outcomeOf(ended({ status: 'failed', error: { ...error, phase: 'SET_UP' } }))).not.toHaveProperty(
      'failed_phase',
    );
    expect(outcomeOf(ended({ status: 'completed', error }))).not.toHaveProperty('failed_phase');
  });

  it('is a failure where a task closes without an end', () => {
    expect(outcomeOf(ended({ status: 'running' })).status).toBe('failed');
    expect(outcomeOf(ended({ status: 'queued' })).status).toBe('failed');
    expect(outcomeOf(ended({ status: 'dead_lettered' })).status).toBe('dead_lettered');
  });
});

describe('the retries of a task', () => {
  it('are attempts beyond the first, and recovered where a verdict came of them', () => {
    const state = ended(
      { status: 'failed' },
      {
        E2E_TEST_GENERATION: { attempts: 1, verdict: 'test_fails' },
        CODE_IMPLEMENTATION: { attempts: 3, verdict: 'implemented' },
        GUARDIAN_REVIEW: { attempts: 4, status: 'failed' },
      },
    );
    expect(retriesOf(state)).toEqual([2, 1]);
  });

  it('are not the first attempts of rework', () => {
    const reworked = ended(
      { status: 'completed', round: 3, rework: { review: 1, validation: 1 } },
      {
        E2E_TEST_GENERATION: { attempts: 1 },
        CODE_IMPLEMENTATION: { attempts: 3, round: 3 },
        GUARDIAN_REVIEW: { attempts: 3, round: 3 },
        STAGING_DEPLOYMENT: { attempts: 2, round: 3, status: 'passed' },
        E2E_VALIDATION: { attempts: 2, round: 3, status: 'passed' },
      },
    );
    expect(retriesOf(reworked)).toEqual([0, 0]);
    const remarked = { ...reworked, rework: { review: 1, validation: 0, pull_request: 1 } };
    expect(retriesOf(remarked)).toEqual([0, 0]);
  });

  it('are seen in a phase that first ran in a later round', () => {
    const state = ended(
      { status: 'completed', round: 2, rework: { review: 1, validation: 0 } },
      {
        CODE_IMPLEMENTATION: { attempts: 2, round: 2 },
        STAGING_DEPLOYMENT: { attempts: 2, round: 2, status: 'passed', verdict: 'deployed' },
        E2E_VALIDATION: { attempts: 2, round: 2, status: 'passed', verdict: 'passed' },
      },
    );
    expect(retriesOf(state)).toEqual([2, 2]);
  });

  it('of a round before are seen in a phase that was not reached again', () => {
    const state = ended(
      { status: 'failed', round: 2, rework: { review: 0, validation: 1 } },
      { E2E_VALIDATION: { attempts: 2, round: 1, status: 'pending', verdict: 'failed' } },
    );
    expect(retriesOf(state)).toEqual([1, 1]);
  });

  it('are not seen in a phase that was not reached again', () => {
    const state = ended(
      { status: 'failed', round: 2, rework: { review: 0, validation: 1 } },
      { E2E_VALIDATION: { attempts: 1, round: 1, status: 'pending', verdict: 'failed' } },
    );
    expect(retriesOf(state)).toEqual([0, 0]);
  });
});
