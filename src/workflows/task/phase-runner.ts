import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  proxyActivities,
  TimeoutFailure,
} from '@temporalio/workflow';
import { PHASE_PROFILES } from '../../domain/phase.ts';
import { type AnyPhaseReport, type PhaseActivities, type PhaseInput } from './contract.ts';

/** A worker that has died is noticed after this time without a heartbeat. */
const HEARTBEAT_TIMEOUT = '10s';

/** What the server adds to a phase's own limit before it gives up on a worker that does not stop the work itself. */
const LIMIT_GRACE_SECONDS = 15;

/** How long the host of a deployment may take to begin the proof before it counts as lost. */
const HOST_START_LIMIT = '60s';

/** The next attempt begins so long after a worker was found dead. */
const AFTER_A_LOST_WORKER = '200ms';

/** Starts of one phase, for whatever reason, after which Temporal makes no further one. */
const MOST_ATTEMPTS = 100;

/** Runs the phase's activity with the phase's limit, heartbeat and retries; on that host, where it is bound to one. */
export function runPhase(input: PhaseInput, host: string | undefined): Promise<AnyPhaseReport> {
  const { phase, round, limit_seconds } = input;
  const { agent, title } = PHASE_PROFILES[phase];
  const activities = proxyActivities<PhaseActivities>({
    ...(host === undefined ? {} : { taskQueue: host, scheduleToStartTimeout: HOST_START_LIMIT }),
    startToCloseTimeout: (limit_seconds + LIMIT_GRACE_SECONDS) * 1_000,
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    summary: round === 1 ? `${title} (${agent})` : `${title}, round ${round} (${agent})`,
    // The activity's edge counts the retries and sets the delay of each, with jitter. Here is the delay after a worker
    // that died, the same each time, and a bound for what the edge does not count: work that workers handed back.
    retry: {
      maximumAttempts: MOST_ATTEMPTS,
      initialInterval: AFTER_A_LOST_WORKER,
      backoffCoefficient: 1,
    },
  });
  switch (phase) {
    case 'E2E_TEST_GENERATION':
      return activities.generateTest(input);
    case 'CODE_IMPLEMENTATION':
      return activities.implementFeature(input);
    case 'GUARDIAN_REVIEW':
      return activities.reviewChange(input);
    case 'STAGING_DEPLOYMENT':
      return activities.deployToStaging(input);
    case 'E2E_VALIDATION':
      return activities.validateOnStaging(input);
  }
}

/** Why the deployment under proof is gone, or undefined when the error says something else. */
export function lostDeployment(error: unknown): string | undefined {
  if (!(error instanceof ActivityFailure)) return undefined;
  const { cause } = error;
  if (cause instanceof TimeoutFailure && cause.timeoutType === 'SCHEDULE_TO_START') {
    return 'The worker host that ran the staging deployment is gone.';
  }
  if (cause instanceof ApplicationFailure && cause.type === 'DeploymentLostError') return cause.message;
  return undefined;
}
