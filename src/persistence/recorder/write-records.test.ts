import { describe, expect, it } from 'vitest';
import { deadLetter } from '../../../tests/support/dead-letters.ts';
import type { WorkRecord } from './record.ts';
import { recordWriter } from './write-records.ts';

describe('a writer of records', () => {
  it('has a statement for each kind that there is', async () => {
    const statements: object[] = [];
    const store = (kind: string) => ({
      saveAll: (rows: readonly object[]) => Promise.resolve(void statements.push({ kind, rows })),
    });
    const write = recordWriter({
      task: store('tasks'),
      phase_run: store('runs'),
      dead_letter: store('letters'),
      agent_call: store('calls'),
      model_call: store('model calls'),
      pool_sample: store('samples'),
      profile: store('profiles'),
      span: store('spans'),
      heartbeat: store('heartbeats'),
    });
    const [state, run, entry] = [{ task_id: 'a' } as never, { attempt: 1 } as never, deadLetter()];
    const [call, sample, profile] = [{ id: 'a' } as never, { pool: 'default' } as never, { round: 1 } as never];
    const span = { span_id: 'a' } as never;
    const task: WorkRecord = { of: 'task', state };
    const heartbeat = { kind: 'worker' } as never;
    await write([task, { of: 'phase_run', run }, task]);
    await write([
      { of: 'heartbeat', heartbeat },
      { of: 'profile', profile },
      { of: 'pool_sample', sample },
      { of: 'span', span },
      { of: 'dead_letter', entry },
      { of: 'agent_call', call },
    ]);
    expect(statements).toEqual([
      { kind: 'tasks', rows: [state, state] },
      { kind: 'runs', rows: [run] },
      { kind: 'letters', rows: [entry] },
      { kind: 'calls', rows: [call] },
      { kind: 'samples', rows: [sample] },
      { kind: 'profiles', rows: [profile] },
      { kind: 'spans', rows: [span] },
      { kind: 'heartbeats', rows: [heartbeat] },
    ]);
  });
});
