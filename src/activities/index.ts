import type { PoolActivities } from '../workflows/pool/contract.ts';
import type { LightActivities, PhaseActivities } from '../workflows/task/contract.ts';
import { closeTaskActivity, closeTaskHereActivity, endStagingActivity } from './close-task.ts';
import { deliverChangeActivity, lookAtPullRequestActivity, withdrawPullRequestActivity } from './deliver-change.ts';
import { deployToStagingActivity } from './deploy-to-staging.ts';
import { generateTestActivity } from './generate-test.ts';
import { implementFeatureActivity } from './implement-feature.ts';
import { maskedError } from '../observability/masked-error.ts';
import type { ActivityPorts } from './ports.ts';
import { reviewChangeActivity } from './review-change.ts';
import { reconcilePoolActivity, tellTasksActivity } from './pool-activities.ts';
import { validateOnStagingActivity } from './validate-on-staging.ts';

/** The phase activities over their ports. */
export function createPhaseActivities(ports: ActivityPorts): PhaseActivities {
  return {
    generateTest: generateTestActivity(ports),
    implementFeature: implementFeatureActivity(ports),
    reviewChange: reviewChangeActivity(ports),
    deployToStaging: deployToStagingActivity(ports),
    validateOnStaging: validateOnStagingActivity(ports),
  };
}

/** The light activities over their ports; their errors are masked before Temporal keeps them. */
export function createLightActivities(ports: ActivityPorts): LightActivities & PoolActivities {
  const safely =
    <Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      try {
        return await work(...args);
      } catch (error) {
        throw maskedError(error, ports.mask) as Error;
      }
    };
  return {
    closeTask: safely(closeTaskActivity(ports)),
    closeTaskHere: safely(closeTaskHereActivity(ports)),
    deliverChange: deliverChangeActivity(ports),
    lookAtPullRequest: lookAtPullRequestActivity(ports),
    withdrawPullRequest: withdrawPullRequestActivity(ports),
    endStaging: safely(endStagingActivity(ports)),
    recordDeadLetter: (letter) => {
      ports.journal.tell({ kind: 'dead_letter_changed', letter });
      return Promise.resolve();
    },
    tellPool: (pool, messages) => ports.pools.tell(pool, messages),
    tellTasks: tellTasksActivity(ports),
    reconcilePool: reconcilePoolActivity(ports),
  };
}
