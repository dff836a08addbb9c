import type { Client, WorkflowHandle } from '@temporalio/client';
import { WorkflowFailedError } from '@temporalio/client';
import { startOptions } from '../../src/api/tasks/start-options.ts';
import { TASK_WORKFLOW } from '../../src/workflows/task/contract.ts';
import { eventually } from '../support/eventually.ts';
import type { Stage } from '../support/scripted-phases.ts';
import { taskInput } from '../support/task-input.ts';
import type { Crew } from './crew.ts';
import type { RecordedPath } from './recorded-paths.ts';

/** Sends one task along a path, to its end, and resolves with the finished workflow. */
export async function recordPath(
  path: RecordedPath,
  taskId: string,
  { client, stage, crew }: { readonly client: Client; readonly stage: Stage; readonly crew: Crew },
): Promise<WorkflowHandle> {
  const { calls } = stage.play(taskId, path.scripts ?? {});
  await path.before?.(crew);
  const options = startOptions({ task_id: taskId, input: taskInput(path.input), fingerprint: 'recorded' });
  const handle: WorkflowHandle = await client.workflow.start(TASK_WORKFLOW, options);
  const ended = handle.result().catch((error: unknown) => {
    // A path may well end in a failure or a cancellation.
    if (!(error instanceof WorkflowFailedError)) throw error;
  });
  const scheduledOn = async (queue: string): Promise<true | undefined> => {
    const { events } = await handle.fetchHistory();
    const scheduled = events?.map((event) => event.activityTaskScheduledEventAttributes?.taskQueue?.name);
    return scheduled?.includes(queue) === true ? true : undefined;
  };
  await path.during?.({
    handle,
    called: async (count) => {
      await eventually(`${count} calls of phases`, () => Promise.resolve(calls.length < count ? undefined : true));
    },
    scheduledOn: async (queue) => {
      await eventually(`an activity on ${queue}`, () => scheduledOn(queue));
    },
    agents: (presence) => crew.agents(presence),
    restartWorkers: () => crew.restart(),
  });
  await ended;
  return handle;
}
