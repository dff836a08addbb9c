import { describe, expect, it } from 'vitest';
import { fakePorts } from '../../tests/support/activities/fake-ports.ts';
import { phaseInput, TASK_ID } from '../../tests/support/activities/phase-input.ts';
import { type AttemptEnd, recordAttempt } from './attempt-record.ts';

function recorded(end: AttemptEnd) {
  const { ports, finished } = fakePorts();
  recordAttempt(ports, 'GUARDIAN_REVIEW', phaseInput('GUARDIAN_REVIEW', { round: 2 }), 3).ended(end);
  expect(finished).toHaveLength(1);
  return finished[0];
}

describe('the record of an attempt', () => {
  it('says which attempt of which phase and round it was, by whom, and when', () => {
    const time = '1970-01-01T00:00:01.000Z';
    expect(recorded({ verdict: 'approved' })).toEqual({
      task_id: TASK_ID,
      phase: 'GUARDIAN_REVIEW',
      round: 2,
      attempt: 3,
      agent: 'guardian-agent',
      verdict: 'approved',
      status: 'passed',
      started_at: time,
      finished_at: time,
    });
  });

  it.each([
    [{ verdict: 'rejected' }, 'rejected'],
    [{ verdict: 'failed' }, 'failed'],
    [{ error: 'busy' }, 'failed'],
    [{ verdict: 'already_satisfied' }, 'passed'],
  ] as const)('tells %o as %s', (end, status) => {
    expect(recorded(end)).toMatchObject({ ...end, status });
  });
});
