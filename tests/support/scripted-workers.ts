import { bundleWorkflowCode, DefaultLogger, type NativeConnection, Worker } from '@temporalio/worker';
import { WORKFLOWS_PATH } from '../../src/worker/workflows-path.ts';
import { AGENT_TASK_QUEUE, TASK_QUEUE } from '../../src/workflows/task/contract.ts';
import type { Stage } from './scripted-phases.ts';

/** A task queue of a host that answers; one of any other name does not. */
export const HOST_ALIVE = 'chimera-host-alive';

/** Runs the real workflows over scripted activities; returns what stops the workers. */
export async function runWorkers(connection: NativeConnection, { phases, light }: Stage): Promise<() => Promise<void>> {
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: WORKFLOWS_PATH,
    logger: new DefaultLogger('WARN'),
  });
  const common = { connection, maxHeartbeatThrottleInterval: '100ms' } as const;
  const workers = await Promise.all([
    Worker.create({ ...common, taskQueue: TASK_QUEUE, workflowBundle, activities: { ...light } }),
    Worker.create({ ...common, taskQueue: AGENT_TASK_QUEUE, activities: { ...phases } }),
    Worker.create({ ...common, taskQueue: HOST_ALIVE, activities: { ...phases, ...light } }),
  ]);
  const running = workers.map((worker) => worker.run());
  return async () => {
    for (const worker of workers) worker.shutdown();
    await Promise.all(running);
  };
}
