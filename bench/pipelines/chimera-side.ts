import type { Client } from '@temporalio/client';
import { createTemporalTasks } from '../../src/temporal/tasks/temporal-tasks.ts';
import { TemporalUnavailableError } from '../../src/temporal/call.ts';
import { taskFor } from './project.ts';
import type { Side } from './side.ts';

/** Starts a task for a pool the way the API does. */
export function chimeraSide(client: Client, pool: string): Side {
  const gateway = createTemporalTasks(client);
  return {
    name: 'chimera',
    start: async (id) => {
      await patiently(() => gateway.start({ task_id: id, input: taskFor(id, pool) }));
    },
  };
}

/** As a client of the API does that is told to try again: under the same id a task starts once. */
async function patiently<T>(start: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (!(error instanceof TemporalUnavailableError) || performance.now() > deadline) throw error;
    }
  }
}
