import { ApplicationFailure, defineQuery, defineUpdate, setHandler } from '@temporalio/workflow';
import type { TaskState } from '../../domain/task.ts';
import { type CancelRequest, QUERY_STATE, UPDATE_APPROVE, UPDATE_CANCEL, UPDATE_REJECT } from './contract.ts';

const stateQuery = defineQuery<TaskState>(QUERY_STATE);
const cancelUpdate = defineUpdate<TaskState, [request?: CancelRequest]>(UPDATE_CANCEL);
const approveUpdate = defineUpdate<never>(UPDATE_APPROVE);
const rejectUpdate = defineUpdate<never>(UPDATE_REJECT);

/** What the messages act on. */
export interface MessageTarget {
  state(): TaskState;
  /** Why the task cannot be cancelled any more, or undefined while it can. */
  tooLateToCancel(): string | undefined;
  cancel(reason: string): void;
}

/** Answers the task's query and Updates. */
export function answerMessages(target: MessageTarget): void {
  setHandler(stateQuery, () => target.state(), { description: 'All that is known of the task.' });
  setHandler(
    cancelUpdate,
    (request?: CancelRequest): TaskState => {
      target.cancel(request?.reason ?? 'cancelled by request');
      return target.state();
    },
    {
      description:
        'Ends the task: its work is stopped and its staging deployment torn down. Payload: { "reason": "…" }.',
      validator: (_request?: CancelRequest): void => {
        refuseIf(target.tooLateToCancel());
      },
    },
  );
  const noGate = (): never => {
    throw refusal('This task has no approval gate, so there is nothing to approve or reject.');
  };
  setHandler(approveUpdate, noGate, { validator: noGate, description: 'Reserved for tasks with an approval gate.' });
  setHandler(rejectUpdate, noGate, { validator: noGate, description: 'Reserved for tasks with an approval gate.' });
}

function refuseIf(reason: string | undefined): void {
  if (reason !== undefined) throw refusal(reason);
}

function refusal(reason: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(reason, 'Refused');
}
