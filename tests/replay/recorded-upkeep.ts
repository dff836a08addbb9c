import { ApplicationFailure, Context } from '@temporalio/activity';
import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { TASK_QUEUE } from '../../src/workflows/task/contract.ts';
import { UPKEEP_SCHEDULES, UPKEEP_WORKFLOW, type UpkeepActivities } from '../../src/workflows/upkeep/contract.ts';
import type { RecordedPath, PathContext } from './path-context.ts';

/** The path on which the first job fails for good. */
const FAILING = 'upkeep-with-a-job-that-fails';

/** Jobs that each have something to do. */
export const SCRIPTED_UPKEEP: UpkeepActivities = {
  pruneHeartbeats: () => {
    if (Context.current().info.workflowExecution?.workflowId !== FAILING) return Promise.resolve(3);
    throw ApplicationFailure.nonRetryable('no such table', 'UpkeepFailed');
  },
  aggregateAndPrune: () => Promise.resolve(2),
  recoverTasks: () => Promise.resolve(0),
  recoverDeadLetters: () => Promise.resolve(0),
};

/** Has a run of upkeep done, as its schedule would start it. */
async function runOfUpkeep({ client, name }: PathContext): Promise<WorkflowHandle> {
  const [jobs] = Object.values(UPKEEP_SCHEDULES).map((schedule) => schedule.jobs);
  const options = { workflowId: name, taskQueue: TASK_QUEUE, args: [{ jobs }] };
  const handle: WorkflowHandle = await client.workflow.start(UPKEEP_WORKFLOW, options);
  await handle.result().catch((error: unknown) => {
    if (!(error instanceof WorkflowFailedError)) throw error;
  });
  return handle;
}

/** Paths of upkeep. */
export const RUNS_OF_UPKEEP: Readonly<Record<string, RecordedPath>> = {
  upkeep: { recorded: runOfUpkeep },
  [FAILING]: { recorded: runOfUpkeep },
};
