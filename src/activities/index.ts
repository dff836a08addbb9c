import type { PoolActivities } from '../workflows/pool/contract.ts';
import type { LightActivities, PhaseActivities } from '../workflows/task/contract.ts';
import { closeTask, closeTaskHere } from './close-task.ts';
import { deployToStaging } from './deploy-to-staging.ts';
import { generateTest } from './generate-test.ts';
import { implementFeature } from './implement-feature.ts';
import { maskedError } from '../observability/masked-error.ts';
import type { ActivityPorts } from './ports.ts';
import { reviewChange } from './review-change.ts';
import { reconcilePool, tellTasks } from './pool-activities.ts';
import { validateOnStaging } from './validate-on-staging.ts';

/** The phase activities over their ports. */
export function createPhaseActivities(ports: ActivityPorts): PhaseActivities {
  return {
    generateTest: generateTest(ports),
    implementFeature: implementFeature(ports),
    reviewChange: reviewChange(ports),
    deployToStaging: deployToStaging(ports),
    validateOnStaging: validateOnStaging(ports),
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
    closeTask: safely(closeTask(ports)),
    closeTaskHere: safely(closeTaskHere(ports)),
    recordDeadLetter: (letter) => {
      ports.journal.tell({ kind: 'dead_letter_changed', letter });
      return Promise.resolve();
    },
    tellPool: (pool, messages) => ports.pools.tell(pool, messages),
    tellTasks: tellTasks(ports),
    reconcilePool: reconcilePool(ports),
  };
}
