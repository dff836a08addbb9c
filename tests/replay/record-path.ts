import type { Client, WorkflowHandle } from '@temporalio/client';
import { WorkflowFailedError } from '@temporalio/client';
import { createTemporalTasks } from '../../src/temporal/tasks/temporal-tasks.ts';
import { eventually } from '../support/eventually.ts';
import type { Stage } from '../support/scripted-phases.ts';
import { taskInput } from '../support/task-input.ts';
import type { RecordingWorkers } from './recording-workers.ts';
import { poolHandle } from '../support/pool-handle.ts';
import type { PathSetup, RecordedPath, PathContext } from './path-context.ts';

/** Sends one task along a path, to its end, and resolves with the workflow whose history is to be kept. */
export async function recordPath(
  name: string,
  path: RecordedPath,
  taskId: string,
  { client, stage, workers }: { readonly client: Client; readonly stage: Stage; readonly workers: RecordingWorkers },
): Promise<WorkflowHandle> {
  const { calls } = stage.play(taskId, path.scripts ?? {}, path.forge);
  const before: PathSetup = {
    client,
    name,
    pool: poolHandle(client, name),
    agents: (presence) => workers.agents(presence),
  };
  await path.before?.(before);
  const input = taskInput({ pool: name, ...path.input });
  await createTemporalTasks(client).start({ task_id: taskId, input, fingerprint: 'recorded' });
  const handle: WorkflowHandle = client.workflow.getHandle(taskId);
  const ended = handle.result().catch((error: unknown) => {
    // A path may well end in a failure or a cancellation.
    if (!(error instanceof WorkflowFailedError)) throw error;
  });
  const scheduledOn = async (queue: string): Promise<true | undefined> => {
    const { events } = await handle.fetchHistory();
    const scheduled = events?.map((event) => event.activityTaskScheduledEventAttributes?.taskQueue?.name);
    return scheduled?.includes(queue) === true ? true : undefined;
  };
  const context: PathContext = {
    ...before,
    handle,
    called: async (count) => {
      await eventually(`${count} calls of phases`, () => Promise.resolve(calls.length < count ? undefined : true));
    },
    scheduledOn: async (queue) => {
      await eventually(`an activity on ${queue}`, () => scheduledOn(queue));
    },
    restartWorkers: () => workers.restart(),
  };
  await path.during?.(context);
  await ended;
  return (await path.recorded?.(context)) ?? handle;
}
