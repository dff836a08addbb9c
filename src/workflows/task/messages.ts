import { ApplicationFailure, defineQuery, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import type { UpdateDefinition } from '@temporalio/common';
import { annotationProblem, type Annotation, type DeadLetter, type Decision } from '../../domain/dead-letter.ts';
import { type Budget, budgetProblem } from '../../domain/money/budget.ts';
import { isPriority, type TaskState } from '../../domain/task.ts';
import {
  type CancelRequest,
  type ParkingDecision,
  QUERY_DEAD_LETTER,
  QUERY_STATE,
  type ReprioritiseRequest,
  SIGNAL_TRY_NOW,
  UPDATE_ANNOTATE,
  UPDATE_APPROVE,
  UPDATE_CANCEL,
  UPDATE_DISCARD,
  UPDATE_REJECT,
  UPDATE_REPRIORITISE,
  UPDATE_REQUEUE,
} from './contract.ts';

const stateQuery = defineQuery<TaskState>(QUERY_STATE);
const tryNowSignal = defineSignal(SIGNAL_TRY_NOW);
const cancelUpdate = defineUpdate<TaskState, [request?: CancelRequest]>(UPDATE_CANCEL);
const reprioritiseUpdate = defineUpdate<TaskState, [request: ReprioritiseRequest]>(UPDATE_REPRIORITISE);
const deadLetterQuery = defineQuery<DeadLetter | null>(QUERY_DEAD_LETTER);
const requeueUpdate = defineUpdate<DeadLetter, [decision?: ParkingDecision]>(UPDATE_REQUEUE);
const discardUpdate = defineUpdate<DeadLetter, [decision?: ParkingDecision]>(UPDATE_DISCARD);
const annotateUpdate = defineUpdate<DeadLetter, [annotation: Annotation]>(UPDATE_ANNOTATE);
const approveUpdate = defineUpdate<never>(UPDATE_APPROVE);
const rejectUpdate = defineUpdate<never>(UPDATE_REJECT);

/** What the messages act on. */
export interface MessageTarget {
  state(): TaskState;
  /** Whether the task is at its end, so that nothing about it can change any more. */
  isClosing(): boolean;
  cancel(reason: string): void;
  reprioritise(priority: number): Promise<void>;
  /** Whoever waits for a time waits no longer. */
  tryNow(): void;
}

/** Answers the task's query and Updates. */
export function answerTaskMessages(target: MessageTarget): void {
  setHandler(stateQuery, () => target.state(), { description: 'All that is known of the task.' });
  setHandler(
    tryNowSignal,
    () => {
      target.tryNow();
    },
    { description: 'Ends a wait for a retry, a circuit breaker or an account: the phase is tried at once.' },
  );
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

/** What decisions about a dead letter act on. */
export interface LetterTarget {
  letter(): DeadLetter;
  /** With a budget: what agents may spend on the task from then on in all. */
  decide(decision: Decision, budget?: Budget): DeadLetter;
  annotate(annotation: Annotation): DeadLetter;
}

/** Answers the Updates of a parked task. A validator runs before anything changes, so of two decisions one wins. */
export function answerDecisions({ letter, decide, annotate }: LetterTarget): void {
  const mayDecide = ({ generation, reason, budget }: ParkingDecision = {}): void => {
    refuseIf(reason !== undefined && typeof reason !== 'string', 'reason must be a text');
    const problem = budget === undefined ? undefined : budgetProblem(budget);
    if (problem !== undefined) throw refusal(problem);
    mustBeAtHand(letter(), generation);
  };
  setHandler(deadLetterQuery, letter, { description: 'The dead letter of the task, with its checkpoint.' });
  setHandler(
    requeueUpdate,
    ({ reason, budget }: ParkingDecision = {}) => decide({ status: 'requeued', reason: reason ?? null }, budget),
    {
      description:
        'Takes the work up again where it failed. Payload: { "reason": "…", "budget": { "usd": 5 } }, either, or none.',
      validator: mayDecide,
    },
  );
  setHandler(
    discardUpdate,
    ({ reason }: ParkingDecision = {}) => decide({ status: 'discarded', reason: reason ?? null }),
    { description: 'Gives the task up for good. Payload: { "reason": "…" }.', validator: mayDecide },
  );
  setHandler(annotateUpdate, annotate, {
    description: 'Notes what was found out. Payload: { "investigated": true, "resolution": "…" }.',
    validator: (annotation?: Partial<Annotation>): void => {
      const problem = annotationProblem(annotation);
      if (problem !== undefined) throw refusal(problem);
      mustBeAtHand(letter(), annotation?.generation);
    },
  });
}

/** Refuses what is only for a parked task, and says what became of the letter, if there ever was one. */
export function refuseDecisions(last: DeadLetter | undefined): void {
  const refuse = (): DeadLetter => {
    throw refusal(notParked(last));
  };
  setHandler(deadLetterQuery, () => last ?? null, { description: 'The latest dead letter of the task, or null.' });
  const close = <Args extends unknown[]>(update: UpdateDefinition<DeadLetter, Args>): void => {
    setHandler<DeadLetter, Args, UpdateDefinition<DeadLetter, Args>>(update, refuse, {
      validator: refuse,
      description: 'Only for a task in the dead letter queue.',
    });
  };
  close(requeueUpdate);
  close(discardUpdate);
  close(annotateUpdate);
}

function mustBeAtHand(letter: DeadLetter, generation: number | undefined): void {
  refuseIf(letter.status !== 'parked', notParked(letter));
  refuseIf(
    generation !== undefined && generation !== letter.generation,
    `The task was parked again since: this is generation ${letter.generation}, not ${String(generation)}.`,
  );
}

function notParked(last: DeadLetter | undefined): string {
  if (last === undefined) return 'The task is not in the dead letter queue, and never was.';
  return `The task is not in the dead letter queue any more: it was ${last.status} at ${last.decided_at ?? 'some time'}.`;
}

function refuseIf(isRefused: boolean, reason: string): void {
  if (isRefused) throw refusal(reason);
}

function refusal(reason: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(reason, 'Refused');
}
