import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  isCancellation,
  log,
  workflowInfo,
} from '@temporalio/workflow';
import * as ledger from '../../domain/ledger.ts';
import { advance, deploymentLost, latest, type NextStep, startPipeline } from '../../domain/pipeline.ts';
import type { TaskState } from '../../domain/task.ts';
import { immediateAdmission, type Lease, poolAdmission } from './admission.ts';
import { closeTask } from './closing.ts';
import { TASK_FAILED, type TaskInput } from './contract.ts';
import { attemptsOf, taskErrorOf } from './failure.ts';
import { answerMessages } from './messages.ts';
import { lostDeployment, runPhase } from './phase-runner.ts';
import { createShow, showPriority } from './visibility.ts';

/**
 * One task, from acceptance to its end: ask for a lease, walk the phases, give the lease back, clean up, say how it
 * ended. The workflow completes with the task's state, fails (type TaskFailed, the state in its details) when the task
 * fails, and closes as cancelled when somebody ended it.
 */
export async function chimeraTask(input: TaskInput): Promise<TaskState> {
  const task = setUp(input);
  const end = await task.underLease(async (lease) => {
    for (let step = task.next(); step.kind === 'run'; step = task.next()) {
      await task.run(step, lease);
    }
  });
  await task.close(end);
  return outcome(end);
}

type RunStep = Extract<NextStep, { kind: 'run' }>;

function setUp(input: TaskInput) {
  const { workflowId, startTime } = workflowInfo();
  const work = new CancellationScope();
  let state = ledger.newTask(workflowId, input.request, startTime.getTime());
  let pipeline = startPipeline();
  let cancelReason = 'cancelled by way of Temporal';
  let closing = false;
  // A task of a time before pools has every change in its history.
  const show = createShow({ mayLag: input.pool !== undefined });
  const admission = input.pool === undefined ? immediateAdmission : poolAdmission(input.pool, () => state);

  answerMessages({
    state: () => state,
    isClosing: () => closing,
    cancel(reason) {
      cancelReason = reason;
      work.cancel();
    },
    async reprioritise(priority) {
      state = ledger.reprioritised(state, priority);
      showPriority(priority);
      await admission.reprioritise(priority);
    },
  });

  function endOfPipeline(): TaskState {
    const { next } = pipeline;
    if (next.kind === 'run') throw new Error(`The task stopped before ${next.phase}.`);
    if (next.kind === 'complete') return ledger.completed(state, pipeline, next.already_satisfied, Date.now());
    return ledger.failed(state, { ...next.because, type: 'Verdict', retry_count: 0 }, Date.now());
  }

  function endByError(error: unknown): TaskState {
    const phase = pipeline.next.kind === 'run' ? pipeline.next.phase : state.phase;
    if (isCancellation(error)) {
      return ledger.cancelled(state, { phase, type: 'Cancelled', message: cancelReason, retry_count: 0 }, Date.now());
    }
    // Anything but a failed phase is a fault in this code: it must block the workflow task, not fail the task.
    if (!(error instanceof ActivityFailure)) throw error;
    return ledger.failed(
      ledger.phaseGivenUp(state, 'failed', attemptsOf(error), Date.now()),
      taskErrorOf(phase, error),
      Date.now(),
    );
  }

  return {
    next: () => pipeline.next,

    /** Runs the story under a lease, which goes back when the task is closed; tells the state in which the task ends. */
    async underLease(story: (lease: Lease) => Promise<void>): Promise<TaskState> {
      try {
        await work.run(async () => {
          state = ledger.waiting(state, { kind: 'lease' });
          await story(await admission.ask());
        });
        return endOfPipeline();
      } catch (error) {
        return endByError(error);
      } finally {
        closing = true;
      }
    },

    /** Runs one phase and moves the pipeline by its verdict. */
    async run({ phase, round }: RunStep, lease: Lease): Promise<void> {
      state = ledger.phaseStarted(state, phase, round, Date.now());
      show.progress(state);
      try {
        const { result, attempts } = await runPhase({
          task_id: workflowId,
          state,
          phase,
          round,
          lease_token: lease.token,
          limit_seconds: input.limits[phase],
          retry: input.retry,
          checkpoint: pipeline,
        });
        pipeline = advance(pipeline, result, input.rework);
        state = ledger.phaseFinished(state, pipeline, result, attempts, Date.now());
      } catch (error) {
        const loss = lostDeployment(error);
        if (loss === undefined) throw error;
        log.warn('The staging deployment was lost; it is made again', { phase, reason: loss });
        state = ledger.phaseGivenUp(state, 'failed', attemptsOf(error), Date.now());
        pipeline = deploymentLost(pipeline, loss);
      }
    },

    /** Tears down, cleans up and records, whatever happened; only then does the task show its end. */
    async close(end: TaskState): Promise<void> {
      const host = latest(pipeline, 'STAGING_DEPLOYMENT')?.output.host_task_queue;
      const farewell = admission.farewell(end);
      await CancellationScope.nonCancellable(() =>
        closeTask(
          { state: end, keep_workspace: end.status === 'failed', ...(farewell === undefined ? {} : { farewell }) },
          host,
        ),
      );
      state = end;
      show.end(state);
    },
  };
}

/** Closes the workflow as what it is: completed, failed or cancelled. */
function outcome(end: TaskState): TaskState {
  if (end.status === 'failed') {
    const message = `${end.error?.phase ?? 'task'}: ${end.error?.message ?? 'failed'}`;
    throw ApplicationFailure.create({ message, type: TASK_FAILED, nonRetryable: true, details: [end] });
  }
  if (end.status === 'cancelled') throw new CancelledFailure(end.error?.message ?? 'cancelled', [end]);
  return end;
}
