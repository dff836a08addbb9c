import type { WorkflowCreator } from '@temporalio/worker/lib/workflow/interface.js';
import { watchedThread } from './watched-thread.ts';
import type { WorkflowThread } from './workflow-thread.ts';

/** What watched workflows run in, and are held to. */
export interface WatchedWorkflows {
  start(kind: { readonly bounded: boolean }): Promise<WorkflowThread>;
  /** How long a workflow may hold the thread, and then compute in it, in ms. */
  readonly limitMs: number;
  readonly logger: { error(message: string, context: Record<string, unknown>): void };
}

/**
 * Workflows in a thread that has no bound of its own. One that does not let go of it is named in the log, and the thread is
 * replaced. From then on that one runs in a bounded thread, where its workflow tasks fail and nobody else's do.
 */
export async function watchedWorkflows({ start, limitMs, logger }: WatchedWorkflows): Promise<WorkflowCreator> {
  const looped = new Set<string>();
  let bounded: Promise<WorkflowCreator> | undefined;
  let current = opened(await start({ bounded: false }));

  async function opened(started: WorkflowThread | Promise<WorkflowThread>): Promise<WorkflowCreator> {
    return watchedThread(await started, limitMs, (run) => {
      looped.add(run.runId);
      logger.error('A workflow loops: the thread that it holds is replaced', { ...run, limit_ms: limitMs });
      current = opened(start({ bounded: false }));
    });
  }

  return {
    async createWorkflow(options) {
      if (!looped.has(options.info.runId)) return (await current).createWorkflow(options);
      bounded ??= start({ bounded: true }).then(({ creator }) => creator);
      return (await bounded).createWorkflow(options);
    },
    async destroy() {
      const threads = await Promise.all([current, ...(bounded === undefined ? [] : [bounded])]);
      await Promise.all(threads.map((creator) => creator.destroy()));
    },
  };
}
