import type { PoolActivities } from '../workflows/pool/contract.ts';
import type { LightActivities, PhaseActivities } from '../workflows/task/contract.ts';
import { closeTask, closeTaskHere } from './close-task.ts';
import { deployToStaging } from './deploy-to-staging.ts';
import { generateTest } from './generate-test.ts';
import { implementFeature } from './implement-feature.ts';
import type { ActivityPorts } from './ports.ts';
import { reviewChange } from './review-change.ts';
import { reconcilePool } from './reconcile-pool.ts';
import { tellTasks } from './tell-tasks.ts';
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

/** The light activities over their ports. */
export function createLightActivities(ports: ActivityPorts): LightActivities & PoolActivities {
  return {
    closeTask: closeTask(ports),
    closeTaskHere: closeTaskHere(ports),
    recordDeadLetter: (entry) => {
      ports.records.record({ of: 'dead_letter', entry });
      return Promise.resolve();
    },
    tellPool: (pool, messages) => ports.pools.tell(pool, messages),
    tellTasks: tellTasks(ports),
    reconcilePool: reconcilePool(ports),
  };
}
