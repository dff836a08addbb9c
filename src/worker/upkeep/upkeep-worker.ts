import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createUpkeepActivities } from '../../activities/upkeep.ts';
import { UPKEEP_TASK_QUEUE } from '../../workflows/upkeep/contract.ts';
import { ensureUpkeepSchedules } from '../../temporal/upkeep-schedules.ts';

/** What upkeep is done with. */
export interface UpkeepSetup {
  /** Temporal's `host:port`. */
  readonly temporalAddress: string;
  readonly namespace: string;
  /** What is done, some of it by asking Temporal. */
  readonly jobs: (client: Client) => Parameters<typeof createUpkeepActivities>[0];
  readonly log: { warn(context: object, message: string): void };
}

/** A process's part in upkeep. */
export interface RunningUpkeep {
  /** Settles when it has stopped; rejects when it failed. */
  readonly stopped: Promise<void>;
  /** Takes no new job; the one under way is left to another process, or to the next start. */
  stop(): Promise<void>;
}

/** Jobs of one process at once: one a schedule. */
const AT_ONCE = 2;

/** Has this process do the jobs of upkeep: one that has the database open. The workflow runs on any worker. */
export async function startUpkeep({ temporalAddress, namespace, jobs, log }: UpkeepSetup): Promise<RunningUpkeep> {
  const connection = await NativeConnection.connect({ address: temporalAddress });
  try {
    const client = new Client({ connection, namespace });
    // Before there is a worker: while one holds the connection it cannot be closed, and that would hide what failed.
    await ensureUpkeepSchedules(client, log);
    const worker = await Worker.create({
      ...{ connection, namespace, taskQueue: UPKEEP_TASK_QUEUE, activities: createUpkeepActivities(jobs(client)) },
      ...{ maxConcurrentActivityTaskExecutions: AT_ONCE, maxConcurrentActivityTaskPolls: 1 },
    });
    const stopped = worker.run().finally(() => connection.close());
    return {
      stopped,
      stop: () => {
        if (worker.getState() === 'RUNNING') worker.shutdown();
        return stopped;
      },
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}
