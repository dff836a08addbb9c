import { describe, expect, it } from 'vitest';
import type { DeadLetter } from '../domain/dead-letter.ts';
import { newTask } from '../domain/ledger.ts';
import { createRecorder } from './recorder.ts';

const request = { feature: 'x', project: 'shop', target_url: 'http://localhost', priority: 5 };
const state = newTask('chimera-000000000001', request, 0);
const run = {
  task_id: state.task_id,
  phase: 'GUARDIAN_REVIEW',
  round: 1,
  attempt: 1,
  agent: 'built-in',
  started_at: '2026-03-01T12:00:00.000Z',
} as const;
const entry = { id: `${state.task_id}-1`, task_id: state.task_id } as DeadLetter;
const end = { ...run, status: 'passed', finished_at: '2026-03-01T12:00:01.000Z' } as const;

function setUp(write: () => Promise<never> | Promise<void>) {
  const calls: string[] = [];
  const said: object[] = [];
  const clock = { now: 0 };
  const called = (name: string) => () => {
    calls.push(name);
    return write();
  };
  const recorder = createRecorder({
    taskRuns: { save: () => called('save')().then(() => true) },
    phaseRuns: { started: called('started'), finished: called('finished') },
    deadLetters: { save: called('park') },
    log: { warn: (context) => said.push(context) },
    now: () => clock.now,
  });
  const recordAll = async () => {
    await recorder.task(state);
    await recorder.phaseStarted(run);
    await recorder.phaseFinished(end);
    await recorder.deadLetter(entry);
  };
  return { recorder, recordAll, calls, said, clock };
}

describe('a recorder', () => {
  it('hands every record to its store', async () => {
    const { recorder, recordAll, calls, said } = setUp(() => Promise.resolve());
    await recordAll();
    expect(calls).toEqual(['save', 'started', 'finished', 'park']);
    expect(recorder.lost).toBe(0);
    expect(said).toEqual([]);
  });

  it('never fails, counts what it loses, and says so once a minute', async () => {
    const cause = new Error('connection refused');
    const { recorder, recordAll, said, clock } = setUp(() => Promise.reject(new Error('Failed query', { cause })));
    await recordAll();
    clock.now = 59_999;
    await recordAll();
    expect(recorder.lost).toBe(8);
    expect(said).toEqual([{ task_id: state.task_id, lost: 1, reason: 'connection refused' }]);
    clock.now = 60_000;
    await recordAll();
    expect(said).toHaveLength(2);
    expect(said[1]).toMatchObject({ lost: 9 });
  });

  it('takes whatever a store throws', async () => {
    const { recorder, recordAll, said } = setUp(() => {
      throw 'a text' as unknown as Error;
    });
    await recordAll();
    expect(recorder.lost).toBe(4);
    expect(said).toMatchObject([{ reason: 'a text' }]);
  });
});
