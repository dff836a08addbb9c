import type { WorkflowStartOptions } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';
import type { TaskState } from '../../domain/task.ts';
import { SEARCH_ATTRIBUTES, TASK_QUEUE, type TaskInput } from '../../workflows/task/contract.ts';
import { describeTask } from './static-description.ts';
import type { NewTask } from './task-gateway.ts';

/** The memo field in which a task keeps the fingerprint of the request that started it. */
export const FINGERPRINT_MEMO = 'chimera_request_fingerprint';

const STATUS = defineSearchAttributeKey(SEARCH_ATTRIBUTES.status, SearchAttributeType.KEYWORD);
const PHASE = defineSearchAttributeKey(SEARCH_ATTRIBUTES.phase, SearchAttributeType.KEYWORD);
const PRIORITY = defineSearchAttributeKey(SEARCH_ATTRIBUTES.priority, SearchAttributeType.INT);
const PROJECT = defineSearchAttributeKey(SEARCH_ATTRIBUTES.project, SearchAttributeType.KEYWORD);

/** How a task's workflow is started; an id that was ever used, by an open or a closed workflow, is refused. */
export function startOptions({
  task_id,
  input,
  fingerprint,
}: NewTask): WorkflowStartOptions<(input: TaskInput) => Promise<TaskState>> {
  const { request } = input;
  const { summary, details } = describeTask(request);
  return {
    workflowId: task_id,
    taskQueue: TASK_QUEUE,
    args: [input],
    workflowIdConflictPolicy: 'FAIL',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    typedSearchAttributes: new TypedSearchAttributes([
      { key: STATUS, value: 'queued' },
      { key: PHASE, value: 'E2E_TEST_GENERATION' },
      { key: PRIORITY, value: request.priority },
      { key: PROJECT, value: request.project },
    ]),
    staticSummary: summary,
    staticDetails: details,
    ...(fingerprint === undefined ? {} : { memo: { [FINGERPRINT_MEMO]: fingerprint } }),
  };
}
