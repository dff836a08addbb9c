import { describe, expect, it } from 'vitest';
import { TASK_ID } from '../../tests/support/activities/phase-input.ts';
import { deadLetter } from '../../tests/support/dead-letters.ts';
import { memoryLog } from '../../tests/support/memory-log.ts';
import { newTask } from '../domain/ledger.ts';
import type { TaskState } from '../domain/task.ts';
import { logDecision, logRest } from './rest-log.ts';

const begun = newTask(TASK_ID, { feature: 'x', target_url: 'http://x/', priority: 5, project: 'shop' }, 0);
const error = { phase: 'GUARDIAN_REVIEW', type: 'TransientAgentError', message: 'busy', retry_count: 3 };

function rested(changes: Partial<TaskState>) {
  const { log, lines } = memoryLog();
  logRest({ log, now: () => 7_000 }, { ...begun, ...changes });
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
    logDecision({ log }, deadLetter({ status: 'parked' }));
    const letter = deadLetter({ status: 'requeued', reason: 'it is back' });
    logDecision({ log }, letter);
    expect(lines()).toMatchObject([
      {
        ...{ level: 'info', task_id: letter.task_id, workflow_phase: 'CODE_IMPLEMENTATION' },
        context: { status: 'requeued', generation: 1, reason: 'it is back' },
      },
    ]);
  });
});
