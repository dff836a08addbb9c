import { ApplicationFailure, defineQuery, defineUpdate, setHandler } from '@temporalio/workflow';
import { isPriority, type TaskState } from '../../domain/task.ts';
import {
  type CancelRequest,
  QUERY_STATE,
  type ReprioritiseRequest,
  UPDATE_APPROVE,
  UPDATE_CANCEL,
  UPDATE_REJECT,
  UPDATE_REPRIORITISE,
} from './contract.ts';

const stateQuery = defineQuery<TaskState>(QUERY_STATE);
const cancelUpdate = defineUpdate<TaskState, [request?: CancelRequest]>(UPDATE_CANCEL);
const reprioritiseUpdate = defineUpdate<TaskState, [request: ReprioritiseRequest]>(UPDATE_REPRIORITISE);
const approveUpdate = defineUpdate<never>(UPDATE_APPROVE);
const rejectUpdate = defineUpdate<never>(UPDATE_REJECT);

/** What the messages act on. */
export interface MessageTarget {
  state(): TaskState;
  /** Whether the task is at its end, so that nothing about it can change any more. */
  isClosing(): boolean;
  cancel(reason: string): void;
  reprioritise(priority: number): Promise<void>;
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
        refuseIf(target.isClosing(), 'The task is at its end already, so it cannot be cancelled any more.');
      },
    },
  );
  setHandler(
    reprioritiseUpdate,
    async ({ priority }): Promise<TaskState> => {
      await target.reprioritise(priority);
      return target.state();
    },
    {
      description: 'Changes the priority of a task. Payload: { "priority": 1 to 10 }.',
      validator: (request?: Partial<ReprioritiseRequest>): void => {
        refuseIf(!isPriority(request?.priority), 'priority must be a whole number from 1 to 10');
        refuseIf(target.isClosing(), 'The task is at its end already, so its priority cannot change any more.');
      },
    },
  );
  const noGate = (): never => {
    throw refusal('This task has no approval gate, so there is nothing to approve or reject.');
  };
  setHandler(approveUpdate, noGate, { validator: noGate, description: 'Reserved for tasks with an approval gate.' });
  setHandler(rejectUpdate, noGate, { validator: noGate, description: 'Reserved for tasks with an approval gate.' });
}

function refuseIf(isRefused: boolean, reason: string): void {
  if (isRefused) throw refusal(reason);
}

function refusal(reason: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(reason, 'Refused');
}
