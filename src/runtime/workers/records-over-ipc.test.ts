import { describe, expect, it } from 'vitest';
import type { StartedPhaseRun } from '../../persistence/phase-run-store.ts';
import type { Recorder } from '../../persistence/recorder.ts';
import type { FromWorker } from './messages.ts';
import { createIpcRecorder, recordWriter } from './records-over-ipc.ts';

const run = (attempt: number): StartedPhaseRun => ({
  task_id: 'chimera-0123456789ab',
  phase: 'CODE_IMPLEMENTATION',
  round: 1,
  attempt,
  agent: 'coder-agent',
  started_at: '2030-01-01T10:00:00.000Z',
});

/** A recorder over a channel whose other end is the test. */
function trial({ limit = 2, broken = false } = {}) {
  const sent: FromWorker[] = [];
  const warnings: object[] = [];
  const clock = { now: 0 };
  const recorder = createIpcRecorder({
    send: (message) => {
      if (broken) throw new Error('the channel is closed');
      sent.push(message);
    },
    log: { warn: (context) => warnings.push(context) },
    limit,
    now: () => clock.now,
  });
  return { recorder, sent, warnings, clock };
}

describe('a recorder over the channel to the parent', () => {
  it('hands records on in order, each done when the parent has dealt with it', async () => {
    const { recorder, sent } = trial({ limit: 9 });
    const done: string[] = [];
    const note = (what: string) => () => void done.push(what);
    const all = [
      recorder.phaseStarted(run(1)).then(note('started')),
      recorder.phaseFinished({ ...run(1), status: 'failed', finished_at: 'then' }).then(note('finished')),
      recorder.task({ task_id: 'chimera-0123456789ab' } as never).then(note('task')),
      recorder.deadLetter({ id: 'chimera-0123456789ab-1' } as never).then(note('dead letter')),
    ];
    expect(sent).toMatchObject([
      { id: 1, record: { of: 'phase_started' } },
      { id: 2, record: { of: 'phase_finished' } },
      { id: 3, record: { of: 'task' } },
      { id: 4, record: { of: 'dead_letter' } },
    ]);
    expect(done).toEqual([]);
    for (const id of [1, 2, 3, 4]) recorder.recorded(id);
    await Promise.all(all);
    expect(done).toEqual(['started', 'finished', 'task', 'dead letter']);
  });

  it('loses what is beyond its limit, counts it, and says so once a minute', async () => {
    const { recorder, sent, warnings, clock } = trial();
    const waiting = [recorder.phaseStarted(run(1)), recorder.phaseStarted(run(2))];
    await recorder.phaseStarted(run(3));
    await recorder.phaseStarted(run(4));
    clock.now = 60_000;
    await recorder.phaseStarted(run(5));
    expect(sent).toHaveLength(2);
    expect(recorder.lost).toBe(3);
    expect(warnings).toMatchObject([{ lost: 1 }, { lost: 3, reason: '2 records are under way already' }]);
    recorder.recorded(1);
    const next = recorder.phaseStarted(run(6));
    expect(sent).toHaveLength(3);
    recorder.recorded(2);
    recorder.recorded(3);
    await Promise.all([...waiting, next]);
  });

  it('never fails, even when the parent is gone', async () => {
    const { recorder, warnings } = trial({ broken: true });
    await recorder.phaseStarted(run(1));
    expect(recorder.lost).toBe(1);
    expect(warnings).toMatchObject([{ task_id: 'chimera-0123456789ab', reason: 'Error: the channel is closed' }]);
  });
});

describe('the writer of a worker’s records', () => {
  it('lets none wait for another', async () => {
    const done: string[] = [];
    const first = Promise.withResolvers<undefined>();
    const recorder: Recorder = {
      phaseStarted: async ({ attempt }) => {
        await first.promise;
        done.push(`started ${attempt}`);
      },
      phaseFinished: ({ attempt }) => Promise.resolve(void done.push(`finished ${attempt}`)),
      task: ({ task_id }) => Promise.resolve(void done.push(`task ${task_id}`)),
      deadLetter: ({ id }) => Promise.resolve(void done.push(`dead letter ${id}`)),
      lost: 0,
    };
    const write = recordWriter(recorder);
    const all = [
      write({ of: 'phase_started', run: run(1) }),
      write({ of: 'phase_finished', run: { ...run(1), status: 'failed', finished_at: 'then' } }),
      write({ of: 'task', state: { task_id: 'chimera-0123456789ab' } as never }),
      write({ of: 'dead_letter', entry: { id: 'chimera-0123456789ab-1' } as never }),
    ];
    await Promise.all(all.slice(1));
    expect(done).toEqual(['finished 1', 'task chimera-0123456789ab', 'dead letter chimera-0123456789ab-1']);
    first.resolve(undefined);
    await Promise.all(all);
    expect(done).toEqual([
      'finished 1',
      'task chimera-0123456789ab',
      'dead letter chimera-0123456789ab-1',
      'started 1',
    ]);
  });
});
