import { Worker } from '@temporalio/worker';
import { watchedWorkflows } from './watched-workflows.ts';
import { startWorkflowThread } from './workflow-thread.ts';

/** How long a workflow may hold the thread of workflows, and then compute in it, in ms: as long as the server waits for a workflow task. */
const LIMIT_MS = 10_000;

/** A Temporal worker whose workflows run in a thread of Chimera's making: entered for less, and watched. */
export class WatchedWorker extends Worker {
  protected static readonly limitMs: number = LIMIT_MS;

  protected static override createWorkflowCreator(
    ...[workflowBundle, options, logger]: Parameters<typeof Worker.createWorkflowCreator>
  ): ReturnType<typeof Worker.createWorkflowCreator> {
    return watchedWorkflows({
      start: (kind) => startWorkflowThread({ workflowBundle, options, logger }, kind),
      limitMs: this.limitMs,
      logger,
    });
  }
}
