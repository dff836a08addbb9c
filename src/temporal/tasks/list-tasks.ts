import type { Client } from '@temporalio/client';
import { SEARCH_ATTRIBUTES, TASK_WORKFLOW } from '../../workflows/task/contract.ts';

// Temporal's lists may lag a moment behind its workflows.
const ALL = `WorkflowType = '${TASK_WORKFLOW}'`;
const OPEN = `${ALL} AND ExecutionStatus = 'Running'`;
const PARKED = `${OPEN} AND ${SEARCH_ATTRIBUTES.status} = 'dead_lettered'`;

/** A task as Temporal lists it. */
export interface ListedTask {
  readonly task_id: string;
  readonly open: boolean;
}

/** All tasks that Temporal keeps. */
export async function* listTasks({ workflow }: Pick<Client, 'workflow'>, query = ALL): AsyncGenerator<ListedTask> {
  for await (const { workflowId, status } of workflow.list({ query })) {
    yield { task_id: workflowId, open: status.name === 'RUNNING' };
  }
}

/** The ids of the tasks that are open. */
export async function* listOpenTasks(client: Pick<Client, 'workflow'>): AsyncGenerator<string> {
  for await (const { task_id } of listTasks(client, OPEN)) yield task_id;
}

/** The ids of the tasks that are parked. */
export async function* listParkedTasks(client: Pick<Client, 'workflow'>): AsyncGenerator<string> {
  for await (const { task_id } of listTasks(client, PARKED)) yield task_id;
}
