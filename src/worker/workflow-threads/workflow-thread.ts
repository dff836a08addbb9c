import { Worker as Thread } from 'node:worker_threads';
import type { CompiledWorkerOptions } from '@temporalio/worker';
import type { WorkflowCreator } from '@temporalio/worker/lib/workflow/interface.js';
import { ThreadedVMWorkflowCreator, WorkerThreadClient } from '@temporalio/worker/lib/workflow/threaded-vm.js';
import type { Init } from '@temporalio/worker/lib/workflow/workflow-worker-thread/input.js';

/** A thread in which workflows run. */
export interface WorkflowThread {
  readonly creator: WorkflowCreator;
  /** The processor time that it has used since it began, in ms; told also while something loops in it. */
  used(): Promise<number>;
  /** Ends it at once, whatever runs in it. */
  end(): Promise<void>;
}

/** What runs in a thread, and where the SDK says that it failed. */
export interface ThreadSetup extends Pick<Init, 'workflowBundle'> {
  readonly options: Pick<CompiledWorkerOptions, 'activities' | 'isolateExecutionTimeoutMs'>;
  readonly logger: ConstructorParameters<typeof WorkerThreadClient>[1];
}

/**
 * Starts a thread for workflows. In a bounded one the SDK itself ends what does not let go; for that it starts and joins a
 * thread of the system at each entry into the sandbox, which is most of what an entry costs.
 */
export async function startWorkflowThread(
  { workflowBundle, options, logger }: ThreadSetup,
  { bounded }: { readonly bounded: boolean },
): Promise<WorkflowThread> {
  const entry = new URL(`./entry${import.meta.url.slice(-3)}`, import.meta.url);
  const thread = new Thread(entry);
  const client = new WorkerThreadClient(thread, logger);
  const timeout = bounded ? { isolateExecutionTimeoutMs: options.isolateExecutionTimeoutMs } : {};
  const init: Omit<Init, 'isolateExecutionTimeoutMs'> = {
    type: 'init',
    workflowBundle,
    registeredActivityNames: new Set(options.activities.keys()),
    reuseV8Context: true,
    hasPatchActivationCallback: false,
    ...timeout,
  };
  await client.send(init as Init);
  return {
    creator: new ThreadedVMWorkflowCreator([client]),
    used: async () => {
      const { user, system } = await thread.cpuUsage();
      return (user + system) / 1_000;
    },
    end: async () => {
      await thread.terminate();
    },
  };
}
