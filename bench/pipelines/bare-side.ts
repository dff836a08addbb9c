import type { Client } from '@temporalio/client';
import type { Side } from './side.ts';

/** The task queue of the bare worker. */
export const BARE_TASK_QUEUE = 'bare';

/** Starts the workflow of five steps. */
export function bareSide({ workflow }: Client): Side {
  return {
    name: 'bare',
    start: async (id) => {
      await workflow.start('fiveSteps', { workflowId: id, taskQueue: BARE_TASK_QUEUE });
    },
  };
}
