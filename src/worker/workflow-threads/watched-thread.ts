import type { Workflow, WorkflowCreator } from '@temporalio/worker/lib/workflow/interface.js';
import { watchFirstInLine } from './first-in-line.ts';
import type { WorkflowThread } from './workflow-thread.ts';

/** A workflow's run, as the log names it. */
export type Run = Readonly<Record<'workflowId' | 'runId' | 'workflowType', string>>;

/**
 * Workflows in one thread, which ends when one of them holds it and uses its processor for longer than the limit, in ms. The
 * workflow tasks that were in it fail then; an error of the SDK's own about the lost thread would end the whole worker.
 */
export function watchedThread(
  { creator, end, used }: WorkflowThread,
  limitMs: number,
  loops: (run: Run) => void,
): WorkflowCreator {
  let heldBy: Run | undefined;
  const line = watchFirstInLine<Run>({ limitMs, used }, (run) => {
    heldBy = run;
    loops(run);
    void end();
  });

  async function orFailed<T>(run: Run, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (heldBy === undefined) throw error;
      const { workflowId, runId } = heldBy;
      throw new Error(
        run.runId === runId
          ? `The workflow did not let go of its thread within ${limitMs} ms.`
          : `The workflow ${workflowId} did not let go of the thread, so that it was replaced.`,
        { cause: error },
      );
    }
  }

  function watched(run: Run, workflow: Workflow): Workflow {
    return {
      activate: (activation) => orFailed(run, () => line.watched(run, () => workflow.activate(activation))),
      getAndResetSinkCalls: () =>
        workflow.getAndResetSinkCalls().catch((error: unknown) => {
          if (heldBy === undefined) throw error;
          return [];
        }),
      dispose: () => workflow.dispose(),
    };
  }

  return {
    async createWorkflow(options) {
      const { workflowId, runId, workflowType } = options.info;
      const run = { workflowId, runId, workflowType };
      return watched(run, await orFailed(run, () => creator.createWorkflow(options)));
    },
    destroy: () =>
      creator.destroy().catch((error: unknown) => {
        if (heldBy === undefined) throw error;
      }),
  };
}
