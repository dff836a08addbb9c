import { describe, expect, it } from 'vitest';
import { deadLetter, requeued } from '../../tests/support/dead-letters.ts';
import type { DeadLetter } from '../domain/dead-letter.ts';
import * as ledger from '../domain/ledger.ts';
import type { TaskState } from '../domain/task.ts';
import { batchedStores } from './batched-stores.ts';

const queued = ledger.newTask(
  'chimera-000000000001',
  { feature: 'x', project: 'shop', target_url: 'http://localhost', priority: 5 },
  0,
);
const running = ledger.phaseStarted(queued, 'GUARDIAN_REVIEW', 1, 1);
const begun = {
  task_id: queued.task_id,
  phase: 'GUARDIAN_REVIEW',
  round: 1,
  attempt: 1,
  agent: 'guardian-agent',
  started_at: '2026-03-01T12:00:00.000Z',
} as const;
const ended = { ...begun, status: 'passed', finished_at: '2026-03-01T12:00:01.000Z' } as const;

function setUp() {
  const states: (readonly TaskState[])[] = [];
  const runs: (readonly object[])[] = [];
  const entries: (readonly DeadLetter[])[] = [];
  const stores = batchedStores({
    taskRuns: { saveAll: (batch) => Promise.resolve(void states.push(batch)) },
    phaseRuns: { saveAll: (batch) => Promise.resolve(void runs.push(batch)) },
    deadLetters: { saveAll: (batch) => Promise.resolve(void entries.push(batch)) },
  });
  return { ...stores, states, runs, entries };
}

describe('records that come at the same time', () => {
  it.each([
    [queued, running],
    [running, queued],
  ])('write one state of a task, the one that is further on', async (first, second) => {
    const { taskRuns, states } = setUp();
    await Promise.all([taskRuns.save(first), taskRuns.save(second)]);
    expect(states).toEqual([[running]]);
  });

  it('write an attempt that ended meanwhile as ended', async () => {
    const { phaseRuns, runs } = setUp();
    await Promise.all([phaseRuns.finished(ended), phaseRuns.started(begun)]);
    expect(runs).toEqual([[ended]]);
  });

  it('write a dead letter that was decided meanwhile as decided, beside others', async () => {
    const { deadLetters, entries } = setUp();
    const [decided, other] = [requeued(deadLetter()), deadLetter({ number: 2 })];
    await Promise.all([decided, deadLetter(), other].map((entry) => deadLetters.save(entry)));
    expect(entries).toEqual([[decided, other]]);
  });

  it('write different tasks and attempts together', async () => {
    const { taskRuns, phaseRuns, states, runs } = setUp();
    const [other, again] = [
      { ...queued, task_id: 'chimera-000000000002' },
      { ...begun, attempt: 2 },
    ];
    await Promise.all([taskRuns.save(queued), taskRuns.save(other)]);
    await Promise.all([phaseRuns.started(begun), phaseRuns.started(again)]);
    expect(states).toEqual([[queued, other]]);
    expect(runs).toEqual([[begun, again]]);
  });
});
