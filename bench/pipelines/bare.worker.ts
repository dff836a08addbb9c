/** The worker process that the bench compares with: Temporal's own worker, and activities that do nothing. */
import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { BARE_TASK_QUEUE } from './bare-side.ts';
import { serveBench } from './serve-bench.ts';

await serveBench(async ({ temporalAddress, namespace, slots }) => {
  Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] });
  const connection = await NativeConnection.connect({ address: temporalAddress });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: BARE_TASK_QUEUE,
    workflowsPath: fileURLToPath(new URL('./bare.workflow.ts', import.meta.url)),
    activities: { step: () => Promise.resolve() },
    maxConcurrentActivityTaskExecutions: slots,
  });
  const stopped = worker.run();
  return {
    stop: async () => {
      worker.shutdown();
      await stopped;
      await connection.close();
    },
  };
});
