import { ActivityFailure, isCancellation, log, proxyActivities } from '@temporalio/workflow';
import type { DeliveryPlan, PullRequest, PullRequestNews } from '../../domain/delivery/pull-request.ts';
import { latest, mayRework, type Pipeline } from '../../domain/pipeline.ts';
import { resultOf } from '../../domain/task-state.ts';
import type { TaskState } from '../../domain/task.ts';
import { type DeliverInput, type LightActivities, LIGHT_TASK_QUEUE } from './contract.ts';
import { lineSubject } from './line-subject.ts';

/** How long a task waits for a word on its pull request before it ends as it stands, in ms: 30 days. */
export const LONGEST_REVIEW_MS = 30 * 24 * 60 * 60 * 1_000;

const CALL_LIMIT = '2m';

const forge = proxyActivities<LightActivities>({
  taskQueue: LIGHT_TASK_QUEUE,
  startToCloseTimeout: CALL_LIMIT,
  // Together about 8 min; after that the task is parked, and a requeue tries again.
  retry: { initialInterval: '2s', maximumInterval: '2m', maximumAttempts: 10 },
  summary: 'Hand the change over by its pull request',
});

/** Opens the pull request of a proven change, or brings it up to date. */
export function deliverChange(input: DeliverInput): Promise<PullRequest> {
  return forge.deliverChange(input);
}

/** What a pipeline has come to that is to be delivered. */
export function whatToDeliver(state: TaskState, pipeline: Pipeline, plan: DeliveryPlan): DeliverInput {
  const { feedback } = pipeline;
  const review = latest(pipeline, 'GUARDIAN_REVIEW')?.output;
  return {
    state,
    result: resultOf(pipeline, false),
    summary: latest(pipeline, 'CODE_IMPLEMENTATION')?.output.summary ?? '',
    review: { score: review?.score ?? 1, findings: review?.findings ?? [] },
    ...(feedback === undefined ? {} : { feedback }),
    takes_remarks: mayRework(pipeline, plan),
  };
}

/**
 * Waits for a word on the pull request; undefined when nobody said one in LONGEST_REVIEW_MS. Each look is an attempt of one
 * activity: the server waits between them, and a wait of weeks costs as many events as one of a minute.
 */
export async function untilReviewed(
  state: TaskState,
  pipeline: Pipeline,
  plan: DeliveryPlan,
): Promise<PullRequestNews | undefined> {
  const begun = Date.now();
  const { lookAtPullRequest } = proxyActivities<LightActivities>({
    taskQueue: LIGHT_TASK_QUEUE,
    startToCloseTimeout: CALL_LIMIT,
    scheduleToCloseTimeout: LONGEST_REVIEW_MS,
    retry: { initialInterval: plan.poll_seconds * 1_000, backoffCoefficient: 1 },
    summary: 'Look for a word on the pull request',
  });
  try {
    const answered = pipeline.answered ?? [];
    return await lookAtPullRequest({ state, answered, takes_remarks: mayRework(pipeline, plan) });
  } catch (error) {
    // The server ends the looks with the last of them that could not end in time.
    const isOver = Date.now() - begun >= LONGEST_REVIEW_MS - 2 * plan.poll_seconds * 1_000;
    if (isOver && error instanceof ActivityFailure && !isCancellation(error)) return undefined;
    throw error;
  }
}

/** Ends the staging deployment, where a host has one: it would stand there for as long as nobody looks at the pull request. */
export async function endStaging(taskId: string, host: string | undefined): Promise<void> {
  if (host === undefined) return;
  const here = proxyActivities<LightActivities>({
    taskQueue: host,
    startToCloseTimeout: '60s',
    // A host that is gone has nothing left to tear down.
    scheduleToCloseTimeout: '90s',
    retry: { maximumAttempts: 2 },
    summary: 'End the staging deployment',
  });
  try {
    await here.endStaging(taskId);
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
    log.warn('The staging deployment was not ended', { taskQueue: host, reason: error.cause?.message });
  }
}

/** Says on the pull request how the task ended. A failure here never changes that. */
export async function withdrawPullRequest(state: TaskState): Promise<void> {
  try {
    await forge.withdrawPullRequest(state);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    log.warn('The pull request does not say how its task ended', {
      reason: error.cause?.message,
      ...lineSubject(state),
    });
  }
}
