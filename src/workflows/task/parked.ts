import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  isCancellation,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { annotated, type DeadLetter, withDecision, type Decision } from '../../domain/dead-letter.ts';
import type { Budget } from '../../domain/money/budget.ts';
import * as taskState from '../../domain/task-state.ts';
import type { TaskState } from '../../domain/task.ts';
import { endOfTask } from '../../domain/trace/span.ts';
import { closeTask } from './closing.ts';
import {
  LIGHT_TASK_QUEUE,
  type LightActivities,
  QUERY_LEASE_STATUS,
  type Resumption,
  type LeaseStatus,
  type TaskInput,
} from './contract.ts';
import { answerDecisions, answerTaskMessages } from './messages.ts';
import { spanned, traceTask } from './trace.ts';
import { createTaskShow, showPriority } from './visibility.ts';

const { recordDeadLetter } = proxyActivities<LightActivities>({
  taskQueue: LIGHT_TASK_QUEUE,
  startToCloseTimeout: '10s',
  retry: { initialInterval: '500ms', maximumInterval: '10s' },
  summary: 'Record the dead letter',
});

/** The input of a run that waits for a decision. */
export type ParkedInput = TaskInput & {
  readonly from: Resumption & { readonly dead_letter: DeadLetter };
};

/** Whether a run only waits for a decision. */
export function isParked(input: TaskInput): input is ParkedInput {
  return input.from?.dead_letter?.status === 'parked';
}

/**
 * A task in the dead letter queue: a few events that wait for an operator. A requeue takes the work up in a new run,
 * from the checkpoint; what ends the task resolves with the state in which it ends. Nobody's decision is a discard, too.
 */
export async function stayParked(input: ParkedInput): Promise<TaskState> {
  const { workflowId } = workflowInfo();
  const { from, pool, parking_limit_ms } = input;
  let letter = from.dead_letter;
  let state = from.work.state;
  let recorded: DeadLetter | undefined;
  const show = createTaskShow();
  const trace = traceTask(workflowId, input);
  const rest = trace.begin('parked', {
    since: Date.parse(letter.failed_at),
    ...(letter.phase === 'DELIVERY' ? {} : { phase: letter.phase }),
    attributes: { generation: letter.generation, error: letter.error.message },
  });

  trace.tell();

  const decide = (decision: Decision, budget?: Budget): DeadLetter => {
    if (budget !== undefined) state = taskState.withBudget(state, budget);
    letter = withDecision(letter, decision, Date.now());
    return letter;
  };
  answerTaskMessages({
    state: () => state,
    isClosing: () => letter.status !== 'parked',
    cancel: (reason) => void decide({ status: 'cancelled', reason }),
    reprioritise: (priority) => {
      state = taskState.reprioritised(state, priority);
      showPriority(priority);
      return Promise.resolve();
    },
    // It waits for a person.
    tryNow: () => undefined,
  });
  answerDecisions({
    letter: () => letter,
    decide,
    annotate: (annotation) => (letter = annotated(letter, annotation)),
  });
  setHandler(defineQuery<LeaseStatus | null>(QUERY_LEASE_STATUS), () => {
    if (letter.status !== 'parked') return null;
    const { priority, project } = state.request;
    const { asks: ask, last_token } = from;
    return { pool, ask, priority, project, since: Date.parse(letter.failed_at), last_token, parked: true };
  });
  show.details(state);

  const isDecided = (): boolean => letter.status !== 'parked';
  const deadline = Date.parse(letter.failed_at) + parking_limit_ms;
  while (recorded !== letter) {
    const noted = letter;
    await CancellationScope.nonCancellable(() => recordDeadLetter(noted));
    recorded = noted;
    if (isDecided()) continue;
    await untilChanged(() => letter !== recorded, deadline);
  }
  rest.end('ok', { decision: letter.status });
  return letter.status === 'requeued' ? await workAgain() : await end();

  /** Waits for a word about the letter; the limit and a cancellation by way of Temporal are words as well. */
  async function untilChanged(isChanged: () => boolean, limit: number): Promise<void> {
    try {
      if (await condition(isChanged, Math.max(1, limit - Date.now()))) return;
      const days = Math.round(parking_limit_ms / 86_400_000);
      decide({ status: 'discarded', reason: `Nobody decided within ${days} days.` });
    } catch (error) {
      if (!isCancellation(error)) throw error;
      decide({ status: 'cancelled', reason: 'cancelled by way of Temporal' });
    }
  }

  async function workAgain(): Promise<never> {
    await condition(allHandlersFinished);
    trace.tell();
    const { asks, last_token } = from;
    const { pipeline } = from.work;
    const work = { state: taskState.requeued(state, pipeline), pipeline };
    return await continueAsNew<(next: TaskInput) => Promise<TaskState>>({
      ...input,
      request: state.request,
      from: { work, asks, last_token, dead_letter: letter },
    });
  }

  async function end(): Promise<TaskState> {
    const now = Date.now();
    const { phase } = letter;
    const ended =
      letter.status === 'cancelled'
        ? taskState.cancelled(state, { phase, type: 'Cancelled', message: letter.reason ?? '', retry_count: 0 }, now)
        : taskState.discarded(state, now);
    const release = { pool, message: { kind: 'unparked', task_id: workflowId } } as const;
    await CancellationScope.nonCancellable(async () => {
      const span = trace.begin('closing');
      trace.tell();
      await spanned(span, () => closeTask({ state: ended, keep_workspace: false, release }, undefined));
      await condition(allHandlersFinished);
    });
    trace.task(Date.parse(state.created_at)).end(endOfTask(ended.status), { status: ended.status });
    trace.tell();
    state = ended;
    show.end(state);
    return ended;
  }
}
