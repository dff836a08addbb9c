import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { defaultPayloadConverter, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { TaskState } from '../../domain/task.ts';
import { QUERY_STATE, TASK_WORKFLOW, type TaskInput } from '../../workflows/task/contract.ts';
import { createSubmittedAsks } from '../pools/submitted-asks.ts';
import { ifFound, TemporalUnavailableError, withinLimit } from '../call.ts';
import { stateOfClosed } from './closed-workflow.ts';
import { FINGERPRINT_MEMO, startOptions } from './start-options.ts';
import type { Observation, TaskGateway } from './task-gateway.ts';
import { attemptOf } from './temporal-attempt.ts';
import { createTaskUpdates, WORKER_LIMIT_MS } from './temporal-updates.ts';

const OPEN: ReadonlySet<string> = new Set(['RUNNING', 'PAUSED']);

function observationOf(description: WorkflowExecutionDescription): Observation {
  const attempt = attemptOf(description.raw.pendingActivities ?? []);
  const closed = OPEN.has(description.status.name)
    ? {}
    : { closed: { as: description.status.name, at: (description.closeTime ?? description.startTime).toISOString() } };
  return {
    run_id: description.runId,
    history_length: description.historyLength,
    created_at: description.startTime.toISOString(),
    ...closed,
    ...(attempt === undefined ? {} : { attempt }),
  };
}

/** Tasks in Temporal by way of a client, whose connection may come and go. */
export function createTemporalTasks(client: Client): TaskGateway {
  const { workflow } = client;
  const asks = createSubmittedAsks(client);
  const describe = (taskId: string): Promise<WorkflowExecutionDescription | undefined> =>
    ifFound(withinLimit(client, () => workflow.getHandle(taskId).describe()));
  const observe = async (taskId: string): Promise<Observation | undefined> => {
    const description = await describe(taskId);
    return description === undefined ? undefined : observationOf(description);
  };

  return {
    async start(task) {
      const { pool, request } = task.input;
      const { priority, project } = request;
      const asked = await asks.ask(pool, { task_id: task.task_id, priority, project });
      try {
        const options = startOptions({ ...task, input: { ...task.input, asked } });
        await withinLimit(client, () => workflow.start(TASK_WORKFLOW, options));
        // Under way whatever the next call brings, so a failure to learn the server's time is no failure.
        const begun = await describe(task.task_id).catch(() => undefined);
        return { kind: 'started', created_at: (begun?.startTime ?? new Date()).toISOString() };
      } catch (error) {
        // Whether it has started is not known: if it has not, the pool finds that out by itself.
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
        if (asked.token !== undefined) await asks.giveBack(pool, task.task_id);
      }
      const description = await describe(task.task_id);
      if (description === undefined) throw new TemporalUnavailableError(`Temporal lost ${task.task_id} meanwhile.`);
      const fingerprint = description.memo?.[FINGERPRINT_MEMO];
      return {
        kind: 'exists',
        created_at: description.startTime.toISOString(),
        fingerprint: typeof fingerprint === 'string' ? fingerprint : undefined,
      };
    },

    observe,

    async state(taskId) {
      try {
        return await withinLimit(
          client,
          () => workflow.getHandle(taskId).query<TaskState>(QUERY_STATE),
          WORKER_LIMIT_MS,
        );
      } catch {
        // No worker, a worker with other code, a workflow that just closed: all mean that the workflow cannot say.
        return undefined;
      }
    },

    finalState: (taskId) => withinLimit(client, () => stateOfClosed(() => workflow.getHandle(taskId).result())),

    async accepted(taskId) {
      const history = await ifFound(
        withinLimit(client, () =>
          client.workflowService.getWorkflowExecutionHistory({
            namespace: client.options.namespace,
            execution: { workflowId: taskId },
            maximumPageSize: 1,
          }),
        ),
      );
      const begun = history?.history?.events?.[0]?.workflowExecutionStartedEventAttributes;
      const payload = begun?.input?.payloads?.[0];
      return payload === undefined ? undefined : defaultPayloadConverter.fromPayload<TaskInput>(payload);
    },

    ...createTaskUpdates(client, observe),

    async ping() {
      await withinLimit(client, () => client.workflowService.getSystemInfo({}));
    },
  };
}
