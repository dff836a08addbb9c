import { expect, it } from 'vitest';
import { createJournal } from '../../journal/event.ts';
import { timedPoolClient } from './timed-pool-client.ts';

it('times each message of a batch by its kind, and none that was not taken', async () => {
  const clock = { now: 0 };
  const told: string[] = [];
  const tell = (pool: string) => {
    clock.now += 250;
    return pool === 'away' ? Promise.reject(new Error('no Temporal')) : Promise.resolve();
  };
  const journal = createJournal([{ pool_told: ({ operation, seconds }) => void told.push(`${operation} ${seconds}`) }]);
  const line = timedPoolClient({ tell }, journal, () => clock.now);
  await line.tell('default', [
    { kind: 'parked', task_id: 'a' },
    { kind: 'unparked', task_id: 'b' },
  ]);
  await expect(line.tell('away', [{ kind: 'parked', task_id: 'a' }])).rejects.toThrow('no Temporal');
  expect(told).toEqual(['parked 0.25', 'unparked 0.25']);
});
