import { describe, expect, it } from 'vitest';
import { attemptOf, BEGUN, TASK_ID } from '../../tests/support/activities/phase-input.ts';
import { deadLetter } from '../../tests/support/dead-letters.ts';
import { memoryLog } from '../../tests/support/memory-log.ts';
import { GOOD } from '../../tests/support/scripted-phases.ts';
import { TransientAgentError } from '../domain/failure.ts';
import type { PhaseResult } from '../domain/phase-result.ts';
import type { TaskState } from '../domain/task.ts';
import { NO_TRIES } from '../domain/tries.ts';
import { type AttemptFailure, createJournal } from './event.ts';
import { linesReader } from './lines.ts';
import { spanOfAttempt } from './spans.ts';
import { breakerJournal } from './worker-journal.ts';

function attempt(failures = 0) {
  const { log, lines } = memoryLog();
  const { tell } = createJournal([linesReader(log)]);
  const phaseSpan = { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331', sampled: true };
  const about = attemptOf('GUARDIAN_REVIEW', { tries: { ...NO_TRIES, failures }, phaseSpan });
  tell({ kind: 'attempt_began', attempt: about });
  const ended = { attempt: about, at: 1_250, notes: {} };
  const said = {
    answered: (result: PhaseResult) => {
      tell({ kind: 'attempt_answered', ...ended, result });
    },
    failed: (failure: AttemptFailure) => {
      tell({ kind: 'attempt_failed', ...ended, failure });
    },
  };
  return { lines, said, span: spanOfAttempt(about) };
}

describe('the lines of an attempt', () => {
  it('say that the phase begins and how it ends, with task, phase and place in the trace', () => {
    const { lines, said, span } = attempt();
    said.answered(GOOD.GUARDIAN_REVIEW);
    const about = {
      level: 'info',
      task_id: TASK_ID,
      workflow_phase: 'GUARDIAN_REVIEW',
      trace_id: 'trace-8448eb211c80319c',
      span_id: `span-${span.span_id.slice(-8)}`,
    };
    expect(lines()).toMatchObject([
      { ...about, message: 'The phase begins', context: { agent: 'guardian-agent', round: 1, attempt: 1 } },
      { ...about, message: 'The phase ends', context: { verdict: 'approved', duration_ms: 250, attempt: 1 } },
    ]);
  });

  it.each([
    [{ kind: 'retry', delay_ms: 2_000 }, 'warn', 'The attempt failed and is retried'],
    [{ kind: 'postpone', wait_ms: 9_000 }, 'info', 'The phase waits before it is tried again'],
    [{ kind: 'give_up', exhausted: true }, 'error', 'The phase is given up'],
    [undefined, 'info', 'The attempt ends with its task, which is cancelled'],
  ] as const)('say of a failure with %j after it its group, its kind and its error', (next, level, message) => {
    const { lines, said } = attempt(1);
    said.failed({ error: new TransientAgentError('busy'), tries: NO_TRIES, ...(next === undefined ? {} : { next }) });
    const { kind = 'cancelled', ...more } = next ?? {};
    expect(lines()).toMatchObject([
      { level: 'info', message: 'The phase is tried again', context: { attempt: 2 } },
      {
        level,
        message,
        context: {
          ...more,
          next: kind,
          error_type: 'TransientAgentError',
          error_group: expect.stringMatching(/^[\da-f]{12}$/) as string,
          err: { message: 'busy' },
        },
      },
    ]);
  });

  it('do not call it a failure when the worker could not go on', () => {
    const { lines, said } = attempt();
    const handedBack = { at: '2026-11-23T00:00:00.000Z', kind: 'worker_lost', error: 'it ends', delay_ms: 1 } as const;
    const tries = { ...NO_TRIES, handed_back: 1, log: [handedBack] };
    said.failed({ error: new Error('it ends'), tries, next: { kind: 'retry', delay_ms: 1 } });
    const message = 'The attempt is broken off here; another worker goes on';
    expect(lines()).toMatchObject([{}, { level: 'info', message }]);
  });

  it('take anything for an error', () => {
    const { lines, said } = attempt();
    said.failed({ error: 'odd', tries: NO_TRIES });
    expect(lines()).toMatchObject([{}, { context: { error_type: 'Error', err: 'odd' } }]);
  });
});

const error = { phase: 'GUARDIAN_REVIEW', type: 'TransientAgentError', message: 'busy', retry_count: 3 };

function rested(changes: Partial<TaskState>) {
  const { log, lines } = memoryLog();
  const { tell } = createJournal([linesReader(log)]);
  tell({ kind: 'task_rested', state: { ...BEGUN, ...changes }, at: 7_000, key: 'a', again: false });
  return lines()[0];
}

describe('a task that comes to rest', () => {
  it('is told of with its status and how long it took', () => {
    expect(rested({ status: 'completed', finished_at: new Date(5_000).toISOString() })).toMatchObject({
      ...{ level: 'info', message: 'The task ends', task_id: TASK_ID },
      trace_id: expect.stringMatching(/^trace-[\da-f]{16}$/) as string,
      span_id: expect.stringMatching(/^span-[\da-f]{8}$/) as string,
      context: { status: 'completed', duration_ms: 5_000 },
    });
  });

  it('is worth a warning when it failed, and says when it is parked', () => {
    const context = { error_type: 'TransientAgentError', reason: 'busy', duration_ms: 7_000 };
    const about = { level: 'warn', workflow_phase: 'GUARDIAN_REVIEW', context };
    expect(rested({ status: 'failed', error })).toMatchObject({ ...about, message: 'The task ends' });
    expect(rested({ status: 'dead_lettered', error })).toMatchObject({ ...about, message: 'The task is parked' });
  });
});

describe('a parked task', () => {
  it('is told of when it is decided about', () => {
    const { log, lines } = memoryLog();
    const { tell } = createJournal([linesReader(log)]);
    tell({ kind: 'dead_letter_changed', letter: deadLetter({ status: 'parked' }) });
    const letter = deadLetter({ status: 'requeued', reason: 'it is back' });
    tell({ kind: 'dead_letter_changed', letter });
    expect(lines()).toMatchObject([
      {
        ...{ level: 'info', task_id: letter.task_id, workflow_phase: 'CODE_IMPLEMENTATION' },
        context: { status: 'requeued', generation: 1, reason: 'it is back' },
      },
    ]);
  });
});

describe('a breaker that changes', () => {
  it('is worth a warning when it opens', () => {
    const { log, lines } = memoryLog();
    const changed = breakerJournal({}, log);
    changed({ agent: 'coder', state: 'OPEN', generation: 1, reason: 'it writes nonsense' });
    changed({ agent: 'coder', state: 'CLOSED', generation: 2, reason: 'it is well' });
    const message = 'A circuit breaker changed';
    expect(lines()).toMatchObject([
      {
        level: 'warn',
        message,
        context: { agent: 'coder', state: 'OPEN', generation: 1, reason: 'it writes nonsense' },
      },
      { level: 'info', message, context: { agent: 'coder', state: 'CLOSED', generation: 2 } },
    ]);
  });
});
