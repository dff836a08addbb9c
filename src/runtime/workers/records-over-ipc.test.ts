import { describe, expect, it } from 'vitest';
import type { WorkRecord } from '../../persistence/recorder/record.ts';
import type { FromWorker } from './messages.ts';
import { createIpcRecords } from './records-over-ipc.ts';

const record = (task_id: string): WorkRecord => ({ of: 'task', state: { task_id } as never });

describe('records over the channel to the parent', () => {
  it('count as written when the parent has taken them', async () => {
    const sent: FromWorker[] = [];
    const { write, recorded } = createIpcRecords((message) => sent.push(message));
    const done: string[] = [];
    const both = [
      write([record('a'), record('b')]).then(() => done.push('first')),
      write([record('c')]).then(() => done.push('second')),
    ];
    expect(sent).toEqual([
      { kind: 'records', id: 1, records: [record('a'), record('b')] },
      { kind: 'records', id: 2, records: [record('c')] },
    ]);
    recorded(2);
    await both[1];
    expect(done).toEqual(['second']);
    recorded(1);
    recorded(7);
    await Promise.all(both);
    expect(done).toEqual(['second', 'first']);
  });

  it('cannot be written when the parent is gone', async () => {
    const { write } = createIpcRecords(() => {
      throw new Error('the channel is closed');
    });
    await expect(write([record('a')])).rejects.toThrow('the channel is closed');
  });
});
