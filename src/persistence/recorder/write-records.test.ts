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
      taskRuns: store('tasks'),
      phaseRuns: store('runs'),
      deadLetters: store('letters'),
      calls: store('calls'),
      samples: store('samples'),
    });
    const [state, run, entry] = [{ task_id: 'a' } as never, { attempt: 1 } as never, deadLetter()];
    const [call, sample] = [{ id: 'a' } as never, { pool: 'default' } as never];
    const task: WorkRecord = { of: 'task', state };
    await write([task, { of: 'phase_run', run }, task]);
    await write([
      { of: 'pool_sample', sample },
      { of: 'dead_letter', entry },
      { of: 'agent_call', call },
    ]);
    expect(statements).toEqual([
      { kind: 'tasks', rows: [state, state] },
      { kind: 'runs', rows: [run] },
      { kind: 'letters', rows: [entry] },
      { kind: 'calls', rows: [call] },
      { kind: 'samples', rows: [sample] },
    ]);
  });
});
