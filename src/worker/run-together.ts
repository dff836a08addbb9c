import type { Worker } from '@temporalio/worker';

/** What starts and stops as one. */
type Runnable = Pick<Worker, 'run' | 'shutdown' | 'getState'>;

/** Runs all until each has stopped; one that fails stops the others, and its error is thrown when all have stopped. */
export async function runTogether(workers: readonly Runnable[]): Promise<void> {
  const runs = workers.map((worker) =>
    worker.run().catch((error: unknown) => {
      shutdownAll(workers);
      throw error;
    }),
  );
  const ended = await Promise.allSettled(runs);
  const failed = ended.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Asks all that run to stop. */
export function shutdownAll(workers: readonly Runnable[]): void {
  for (const worker of workers) {
    if (worker.getState() === 'RUNNING') worker.shutdown();
  }
}
