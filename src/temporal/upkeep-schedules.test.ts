import type { Client } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { memoryLog } from '../../tests/support/memory-log.ts';
import { ensureUpkeepSchedules } from './upkeep-schedules.ts';

/** A client whose schedules are there, and whose first question to one is left without an answer. */
function afterRestart() {
  const triggered: string[] = [];
  let asked = 0;
  const schedule = {
    create: () => Promise.resolve(),
    getHandle: (id: string) => ({
      describe: () => {
        asked += 1;
        if (asked === 1)
          return Promise.reject(
            Object.assign(new Error('4 DEADLINE_EXCEEDED'), { code: 4, details: '', metadata: {} }),
          );
        return Promise.resolve({ spec: {}, action: {}, policies: {}, state: { paused: id === 'chimera-recovery' } });
      },
      update: () => Promise.resolve(),
      trigger: () => Promise.resolve(triggered.push(id)),
    }),
  } as unknown as Client['schedule'];
  return { triggered, schedule, withDeadline: <T>(_deadline: number, call: () => Promise<T>) => call() };
}

describe('the schedules of upkeep', () => {
  it('are begun by a later try when a server that has just come back leaves the first without an answer', async () => {
    const client = afterRestart();
    const { log, lines } = memoryLog();
    await ensureUpkeepSchedules(client, log);
    expect(client.triggered).toEqual(['chimera-upkeep']);
    expect(lines()).toMatchObject([{ level: 'warn', context: { schedule: 'chimera-upkeep' } }]);
  });
});
