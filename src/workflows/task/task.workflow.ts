import {
  ActivityFailure,
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  condition,
  continueAsNew,
  isCancellation,
  log,
  workflowInfo,
} from '@temporalio/workflow';
import type { DeliveryPlan } from '../../domain/delivery/pull-request.ts';
import { newLetter } from '../../domain/dead-letter.ts';
import { handedOnTo, readyAt } from '../../domain/handed-on.ts';
import * as taskState from '../../domain/task-state.ts';
import {
  advance,
  delivered,
  deploymentLost,
  isOver,
  latest,
  type NextStep,
  reviewed,
  stageOf,
  startPipeline,
} from '../../domain/pipeline.ts';
import type { TaskState } from '../../domain/task.ts';
import { endOfTask } from '../../domain/trace/span.ts';
import { poolAdmission } from './admission.ts';
import { closeTask } from './closing.ts';
import { type Resumption, TASK_FAILED, type TaskInput } from './contract.ts';
import { deliverChange, endStaging, LONGEST_REVIEW_MS, untilReviewed, whatToDeliver } from './delivery.ts';
import { effortOf, isExhausted, type Postponed, postponementOf, taskErrorOf, waitingForOf } from './failure.ts';
import { lineSubject } from './line-subject.ts';
import { answerTaskMessages, refuseDecisions } from './messages.ts';
import { isParked, stayParked } from './parked.ts';
import { lostDeployment, runPhase } from './phase-runner.ts';
import { failureOf, spanned, traceTask } from './trace.ts';
import { createTaskShow, showPriority } from './visibility.ts';

/** From this long a wait on, in ms, a task gives its lease back meanwhile. */
const LONG_WAIT_MS = 10_000;

/**
 * One task, from acceptance to its end: ask for a lease, walk the phases, give the lease back, clean up, say how it
 * ended. The workflow completes with the task's state, fails (type TaskFailed, the state in its details) when the task
 * fails or is discarded, and closes as cancelled when somebody ended it.
 *
 * A task whose retries are exhausted goes on in a run that only waits for a decision, and from there in one that takes
 * the work up again: each begins with the checkpoint in `input.from`.
 */
export async function chimeraTask(input: TaskInput): Promise<TaskState> {
  if (isParked(input)) return outcome(await stayParked(input));
  const task = setUp(input);
  const end = await task.underLease(async () => {
    for (let step = task.next(); !isOver(step); step = task.next()) {
      if (step.kind === 'run') await task.run(step);
      else if (step.kind === 'deliver') await task.deliver(step);
      else await task.awaitReview(step);
    }
  });
  await task.close(end);
  if (end.status === 'dead_lettered') return await task.park(end);
  return outcome(end);
}

type Step<Kind extends NextStep['kind']> = Extract<NextStep, { kind: Kind }>;

function setUp(input: TaskInput) {
  const { workflowId, startTime } = workflowInfo();
  const { from } = input;
  const work = new CancellationScope();
  let state = from?.work.state ?? taskState.newTask(workflowId, input.request, startTime.getTime(), input.traceparent);
  let pipeline = from?.work.pipeline ?? startPipeline();
  let tries = from?.tries;
  let leaseToken = 0;
  let cancelReason = 'cancelled by way of Temporal';
  let closing = false;
  let hurries = 0;
  const trace = traceTask(workflowId, input);
  const whole = trace.task(Date.parse(state.created_at));
  const show = createTaskShow();
  const admission = poolAdmission(input.pool, () => state, input);

  answerTaskMessages({
    state: () => state,
    isClosing: () => closing,
    cancel(reason) {
      cancelReason = reason;
      work.cancel();
    },
    tryNow() {
      hurries += 1;
    },
    async reprioritise(priority) {
      state = taskState.reprioritised(state, priority);
      showPriority(priority);
      await admission.reprioritise(priority);
    },
  });
  refuseDecisions(from?.dead_letter);
  // A run keeps the search attributes of the one before it.
  if (from !== undefined) show.now(state);

  function endOfPipeline(): TaskState {
    const { next } = pipeline;
    if (!isOver(next)) throw new Error(`The task stopped before ${next.kind === 'run' ? next.phase : next.kind}.`);
    if (next.kind === 'complete') return taskState.completed(state, pipeline, next.already_satisfied, Date.now());
    return taskState.failed(state, { ...next.because, type: 'Verdict', retry_count: 0 }, Date.now());
  }

  function endByError(error: unknown): TaskState {
    const phase = stageOf(pipeline) ?? state.phase;
    if (isCancellation(error)) {
      return taskState.cancelled(
        state,
        { phase, type: 'Cancelled', message: cancelReason, retry_count: 0 },
        Date.now(),
      );
    }
    // Anything but a failed phase is a fault in this code: it must block the workflow task, not fail the task.
    if (!(error instanceof ActivityFailure)) throw error;
    const givenUp = taskState.phaseGivenUp(state, 'failed', effortOf(error), Date.now());
    // A change that is proven and could not be handed over is not lost: whatever was in the way, a person may clear it.
    const end = phase === 'DELIVERY' || isExhausted(error) ? taskState.parked : taskState.failed;
    return end(givenUp, taskErrorOf(phase, error), Date.now());
  }

  function plan(): DeliveryPlan {
    if (input.deliver === undefined) throw new Error('The task hands its change over by its branch alone.');
    return input.deliver;
  }

  /** The queue of the host that the deployment is bound to. */
  function hostOfDeployment(): string | undefined {
    return latest(pipeline, 'STAGING_DEPLOYMENT')?.output.host_task_queue;
  }

  async function askForLease(): Promise<void> {
    const lent = admission.lent();
    if (lent !== undefined) {
      leaseToken = lent;
      return;
    }
    state = taskState.waiting(state, { kind: 'lease' });
    const span = trace.begin('place');
    trace.tell(state);
    leaseToken = await spanned(span, () => admission.ask());
  }

  /** Waits until a phase may be tried again; in a long wait the lease is for others. */
  async function waitOut(postponed: Postponed, { phase }: Step<'run'>): Promise<void> {
    const { wait_ms, breaker, account, message } = postponed;
    ({ tries } = postponed);
    const span = trace.begin('waiting', { phase, attributes: { for: breaker ?? account ?? 'retry', error: message } });
    state = taskState.phasePostponed(state, waitingForOf(postponed, phase, Date.now()), tries, Date.now());
    show.progress(state);
    trace.tell(state);
    const before = hurries;
    const wait = (): Promise<unknown> => spanned(span, () => condition(() => hurries > before, Math.max(wait_ms, 1)));
    if (wait_ms < LONG_WAIT_MS) {
      await wait();
      return;
    }
    // Also of a task that is just being cancelled: from here on nobody else would give the lease back.
    await CancellationScope.nonCancellable(() => admission.pause());
    await wait();
    if (workflowInfo().continueAsNewSuggested) await goOn(checkpoint());
    await askForLease();
  }

  function checkpoint(): Resumption {
    return {
      work: { state: taskState.waiting(state, undefined), pipeline },
      ...admission.record(),
      ...(tries === undefined ? {} : { tries }),
      ...(from?.dead_letter === undefined ? {} : { dead_letter: from.dead_letter }),
    };
  }

  async function goOn(resumption: Resumption): Promise<never> {
    await condition(allHandlersFinished);
    trace.tell();
    return await continueAsNew<typeof chimeraTask>({ ...input, request: state.request, from: resumption });
  }

  return {
    next: () => pipeline.next,

    /** Runs the story under a lease, which goes back when the task is closed; tells the state in which the task ends. */
    async underLease(story: () => Promise<void>): Promise<TaskState> {
      try {
        await work.run(async () => {
          await askForLease();
          await story();
        });
        return endOfPipeline();
      } catch (error) {
        return endByError(error);
      } finally {
        closing = true;
      }
    },

    /** Runs one phase and moves the pipeline by its verdict. */
    async run(step: Step<'run'>): Promise<void> {
      const { phase, round } = step;
      const ready_at = readyAt(state, pipeline, Date.now());
      state = taskState.phaseStarted(state, phase, round, Date.now());
      show.progress(state);
      const span = trace.begin('phase', { phase, attributes: { round } });
      trace.tell(state);
      const { feedback } = pipeline;
      try {
        const report = await runPhase(
          {
            task_id: workflowId,
            request: state.request,
            phase,
            round,
            lease_token: leaseToken,
            limit_seconds: input.limits[phase],
            retry: input.retry,
            ready_at,
            handed_on: handedOnTo(phase, pipeline),
            ...(phase === 'CODE_IMPLEMENTATION' && feedback !== undefined ? { feedback } : {}),
            ...(phase === 'E2E_TEST_GENERATION' && input.steps !== undefined ? { steps: input.steps } : {}),
            ...(tries === undefined ? {} : { tries }),
            traceparent: span.traceparent,
          },
          phase === 'E2E_VALIDATION' ? hostOfDeployment() : undefined,
        );
        span.end('ok', { verdict: report.result.verdict, attempts: report.attempts });
        pipeline = advance(pipeline, report.result, input);
        state = taskState.phaseFinished(state, pipeline, report.result, report, Date.now());
      } catch (error) {
        const postponed = postponementOf(error);
        span.end(postponed === undefined ? failureOf(error) : 'postponed');
        if (postponed !== undefined) {
          await waitOut(postponed, step);
          return;
        }
        const loss = lostDeployment(error);
        if (loss === undefined) throw error;
        log.warn('The staging deployment was lost; it is made again', { reason: loss, ...lineSubject(state, phase) });
        state = taskState.phaseGivenUp(state, 'failed', effortOf(error), Date.now());
        pipeline = deploymentLost(pipeline, loss);
      }
      tries = undefined;
    },

    /** Hands the change over by its pull request, or brings that up to date. */
    async deliver({ round }: Step<'deliver'>): Promise<void> {
      state = taskState.delivering(state, round);
      show.progress(state);
      const span = trace.begin('delivery', { attributes: { round } });
      trace.tell(state);
      const pull_request = await spanned(span, () => deliverChange(whatToDeliver(state, pipeline, plan())));
      state = taskState.withPullRequest(state, pull_request);
      pipeline = delivered(pipeline, pull_request, plan());
    },

    /** Waits, without a lease, for somebody's word on the pull request. */
    async awaitReview({ round }: Step<'await_review'>): Promise<void> {
      const { pull_request } = state;
      if (pull_request === undefined)
        throw new Error('The task waits for a word on a pull request that it never opened.');
      const until = Date.now() + LONGEST_REVIEW_MS;
      const waitingFor = { kind: 'pull_request', url: pull_request.url, until: new Date(until).toISOString() } as const;
      state = taskState.waiting(taskState.delivering(state, round), waitingFor);
      show.progress(state);
      const span = trace.begin('waiting', { attributes: { for: 'pull_request' } });
      trace.tell(state);
      // What is left is for people: the pool counts the work as done.
      const done = taskState.completed(state, pipeline, false, Date.now());
      await CancellationScope.nonCancellable(() => admission.pause(done));
      await endStaging(workflowId, hostOfDeployment());
      const news = await spanned(span, () => untilReviewed(state, pipeline, plan()));
      if (news !== undefined) state = taskState.withPullRequest(state, { ...pull_request, status: news.status });
      pipeline = reviewed(pipeline, news, plan());
      if (isOver(pipeline.next)) return;
      if (workflowInfo().continueAsNewSuggested) await goOn(checkpoint());
      if (pipeline.next.kind === 'run') await askForLease();
    },

    /** Tears down, cleans up and records, whatever happened; only then does the task show its end. */
    async close(end: TaskState): Promise<void> {
      const release = admission.release(end);
      const keep_workspace = end.status === 'failed' || end.status === 'dead_lettered';
      const input = { state: end, keep_workspace, ...(release === undefined ? {} : { release }) };
      const span = trace.begin('closing');
      trace.tell();
      await CancellationScope.nonCancellable(() => spanned(span, () => closeTask(input, hostOfDeployment())));
      if (end.status !== 'dead_lettered') whole.end(endOfTask(end.status), { status: end.status });
      trace.tell();
      state = end;
      show.end(state);
    },

    /** Hands over to a run that waits for a decision. */
    async park(end: TaskState): Promise<never> {
      const dead_letter = newLetter({ state: end, pipeline }, from?.dead_letter, Date.now());
      return await CancellationScope.nonCancellable(() =>
        goOn({ work: dead_letter.workflow_state, ...admission.record(), dead_letter }),
      );
    },
  };
}

/** Closes the workflow as what it is: completed, failed or cancelled. */
function outcome(end: TaskState): TaskState {
  if (end.status === 'failed' || end.status === 'discarded') {
    const message = `${end.error?.phase ?? 'task'}: ${end.error?.message ?? 'failed'}`;
    throw ApplicationFailure.create({ message, type: TASK_FAILED, nonRetryable: true, details: [end] });
  }
  if (end.status === 'cancelled') throw new CancelledFailure(end.error?.message ?? 'cancelled', [end]);
  return end;
}
