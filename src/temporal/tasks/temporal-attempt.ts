import { defaultPayloadConverter } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import { z } from 'zod';
import type { Stage } from '../../domain/phase.ts';
import type { Progress } from '../../domain/task.ts';
import type { FailedTry } from '../../domain/tries.ts';
import { type LightActivities, NOTHING_NEW, type PhaseActivities } from '../../workflows/task/contract.ts';
import type { PhaseAttempt } from './task-gateway.ts';

type StageActivities = PhaseActivities & Pick<LightActivities, 'deliverChange' | 'lookAtPullRequest'>;

const STAGE_OF_ACTIVITY: Readonly<Record<keyof StageActivities, Stage>> = {
  generateTest: 'E2E_TEST_GENERATION',
  implementFeature: 'CODE_IMPLEMENTATION',
  reviewChange: 'GUARDIAN_REVIEW',
  deployToStaging: 'STAGING_DEPLOYMENT',
  validateOnStaging: 'E2E_VALIDATION',
  deliverChange: 'DELIVERY',
  lookAtPullRequest: 'DELIVERY',
};

/** A pending activity as Temporal describes it. */
export type PendingActivity = temporal.api.workflow.v1.IPendingActivityInfo;

// PENDING_ACTIVITY_STATE_SCHEDULED: Node cannot import the enum's value from the CommonJS package by name.
const SCHEDULED = 1;

const progressSchema = z.object({
  action: z.enum(['generate_test', 'implement_feature', 'review_change', 'deploy_to_staging', 'execute_test']),
  message: z.string(),
  fraction: z.number().min(0).max(1).optional(),
  at: z.iso.datetime(),
});

const triesSchema = z.object({
  tries: z.object({
    log: z.array(
      z.object({
        at: z.iso.datetime(),
        kind: z.enum(['failed', 'postponed', 'worker_lost']),
        error: z.string(),
        delay_ms: z.number().nullable(),
      }),
    ),
  }),
});

function heartbeatOf(activity: PendingActivity): unknown {
  const [payload] = activity.heartbeatDetails?.payloads ?? [];
  if (payload === undefined) return undefined;
  try {
    return defaultPayloadConverter.fromPayload(payload);
  } catch {
    return undefined;
  }
}

/** What came to nothing so far: what the heartbeat carries from attempt to attempt. */
function retriesOf(heartbeat: unknown): readonly FailedTry[] | undefined {
  return triesSchema.safeParse(heartbeat).data?.tries.log;
}

/** What an agent said last: the first heartbeat detail, when it has the form of progress. */
function progressOf(heartbeat: unknown): Progress | undefined {
  const { success, data } = progressSchema.safeParse(heartbeat);
  if (!success) return undefined;
  const { fraction, ...rest } = data;
  return fraction === undefined ? rest : { ...rest, fraction };
}

function isoTime(time: PendingActivity['scheduledTime']): string | undefined {
  if (time?.seconds === null || time?.seconds === undefined) return undefined;
  return new Date(Number(time.seconds) * 1_000 + Math.floor((time.nanos ?? 0) / 1e6)).toISOString();
}

function isStageActivity(name: string): name is keyof StageActivities {
  return Object.hasOwn(STAGE_OF_ACTIVITY, name);
}

/** What a failure says; a look that showed nothing new failed of no error. */
function errorIn(failure: PendingActivity['lastFailure']): string | undefined {
  return failure?.applicationFailureInfo?.type === NOTHING_NEW ? undefined : (failure?.message ?? undefined);
}

/** The attempt among a workflow's pending activities that does a phase, if one does. */
export function attemptOf(activities: readonly PendingActivity[]): PhaseAttempt | undefined {
  for (const activity of activities) {
    const name = activity.activityType?.name ?? '';
    if (!isStageActivity(name)) continue;
    const due_at = isoTime(activity.nextAttemptScheduleTime ?? activity.scheduledTime);
    const last_error = errorIn(activity.lastFailure);
    const heartbeat = heartbeatOf(activity);
    const progress = progressOf(heartbeat);
    const retries = retriesOf(heartbeat);
    return {
      phase: STAGE_OF_ACTIVITY[name],
      attempt: Math.max(1, activity.attempt ?? 1),
      status: Number(activity.state) === SCHEDULED ? 'due' : 'running',
      ...(due_at === undefined ? {} : { due_at }),
      ...(last_error === undefined ? {} : { last_error }),
      ...(progress === undefined ? {} : { progress }),
      ...(retries === undefined ? {} : { retries }),
    };
  }
  return undefined;
}
