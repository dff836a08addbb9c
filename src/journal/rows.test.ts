import { describe, expect, it } from 'vitest';
import { attemptOf, BEGUN, TASK_ID } from '../../tests/support/activities/phase-input.ts';
import { GOOD } from '../../tests/support/scripted-phases.ts';
import type { Phase } from '../domain/phase.ts';
import type { PhaseResult, ResultOf } from '../domain/phase-result.ts';
import { NO_TRIES, withWorkersLost } from '../domain/tries.ts';
import type { WorkRecord } from '../persistence/recorder/record.ts';
import type { FinishedPhaseRun, StartedPhaseRun } from '../persistence/phase-run-store.ts';
import { type AttemptFailure, createJournal } from './event.ts';
import { rowsReader } from './rows.ts';

function recorded(end: { readonly result: PhaseResult } | AttemptFailure, phase: Phase = 'GUARDIAN_REVIEW') {
  const runs: (StartedPhaseRun | FinishedPhaseRun)[] = [];
  const { tell } = createJournal([rowsReader({ record: (one) => one.of === 'phase_run' && runs.push(one.run) })]);
  const ended = { attempt: attemptOf(phase, { round: 2, attempt: 3 }), at: 1_000, notes: {} };
  if ('result' in end) tell({ kind: 'attempt_answered', ...ended, ...end });
  else tell({ kind: 'attempt_failed', ...ended, failure: end });
  expect(runs).toHaveLength(1);
  return runs[0];
}

describe('the record of an attempt', () => {
  it('says which attempt of which phase and round it was, by whom, and when', () => {
    const time = '1970-01-01T00:00:01.000Z';
    expect(recorded({ result: GOOD.GUARDIAN_REVIEW })).toEqual({
      task_id: TASK_ID,
      project: 'shop',
      phase: 'GUARDIAN_REVIEW',
      round: 2,
      call: 'run/5',
      attempt: 3,
      agent: 'guardian-agent',
      verdict: 'approved',
      status: 'passed',
      started_at: time,
      finished_at: time,
    });
  });

  it('says what the agent used, and how many files it changed', () => {
    const usage = { tokens_used: 1_200, cost_usd: 0.03 };
    const change = GOOD.CODE_IMPLEMENTATION as ResultOf<'CODE_IMPLEMENTATION'>;
    const output = { ...change.output, files_changed: ['a.js', 'b.js'] };
    const result = { ...change, output, usage };
    expect(recorded({ result }, 'CODE_IMPLEMENTATION')).toMatchObject({ ...usage, files_changed: 2 });
  });

  const postponed = { kind: 'postpone', wait_ms: 1_000 } as const;
  const handedBack = withWorkersLost(NO_TRIES, 1, 0);
  it.each([
    ['failed', { tries: NO_TRIES, next: { kind: 'retry', delay_ms: 1_000 } }],
    ['failed', { tries: NO_TRIES, next: { kind: 'give_up', exhausted: true } }],
    ['cancelled', { tries: NO_TRIES }],
    ['handed_back', { tries: handedBack, next: { kind: 'retry', delay_ms: 1_000 } }],
    ['postponed', { tries: NO_TRIES, next: postponed }],
  ] as const)('tells an error as %s by what follows', (status, followed) => {
    const error = new Error('busy');
    expect(recorded({ error, ...followed })).toMatchObject({ error: 'Error: busy', status });
  });

  it.each([
    [GOOD.E2E_TEST_GENERATION, 'already_satisfied', 'passed'],
    [GOOD.GUARDIAN_REVIEW, 'rejected', 'rejected'],
    [GOOD.E2E_VALIDATION, 'failed', 'failed'],
  ])('tells the verdict of %o', (good, verdict, status) => {
    const result = { ...good, verdict } as PhaseResult;
    expect(recorded({ result }, good.phase)).toMatchObject({ verdict, status });
  });
});

it('how a task stands is recorded when its workflow says so', () => {
  const records: WorkRecord[] = [];
  const { tell } = createJournal([rowsReader({ record: (one) => void records.push(one) })]);
  tell({ kind: 'task_told', spans: [] });
  tell({ kind: 'task_told', spans: [], state: BEGUN });
  expect(records).toEqual([{ of: 'task', state: BEGUN }]);
});
