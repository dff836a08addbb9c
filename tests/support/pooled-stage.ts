import type { Client } from '@temporalio/client';
import { createLightActivities } from '../../src/activities/index.ts';
import type { ActivityPorts } from '../../src/activities/ports.ts';
import type { ActionRules } from '../../src/domain/pool/action.ts';
import { createJournal } from '../../src/journal/event.ts';
import { createPoolClient, type SettingsOf } from '../../src/temporal/pools/pool-client.ts';
import { createTaskClient, type TaskClient } from '../../src/temporal/tasks/task-client.ts';
import type { PoolActivities } from '../../src/workflows/pool/contract.ts';
import type { LightActivities } from '../../src/workflows/task/contract.ts';
import { fakePorts } from './activities/fake-ports.ts';
import type { WatchedTasks } from './watched-tasks.ts';
import type { Stage } from './scripted-phases.ts';

/** How a stage reaches its pools. */
export interface PoolSetting {
  readonly client: Pick<Client, 'workflow' | 'withDeadline'>;
  /** What a pool is started with. */
  readonly settingsOf: SettingsOf;
  /** When its pools act by themselves; never, when not given. */
  readonly rules?: ActionRules;
  /** Parts of the way to the tasks that the test does itself. */
  readonly tasks?: Partial<TaskClient>;
}

/** A stage whose light activities are the real ones. */
export type PooledStage = Stage & { readonly light: LightActivities & PoolActivities };

/**
 * Has watched tasks and their pools reach each other as in production, and be closed by the real activities; what else surrounds
 * a task is played.
 */
export function pooledStage(
  watched: Pick<WatchedTasks, 'stage' | 'leave'>,
  { client, settingsOf, rules, tasks }: PoolSetting,
): PooledStage {
  const { ports } = fakePorts();
  const surroundings: ActivityPorts = {
    ...ports,
    agents: { ...ports.agents, all: () => [] },
    // What every way of closing a task does before the lease goes back.
    journal: createJournal([
      {
        task_closed: ({ state }) => {
          watched.leave(state.task_id);
        },
      },
    ]),
    pools: createPoolClient(client, settingsOf, rules),
    tasks: { ...createTaskClient(client, { warn: () => undefined }), ...tasks },
    requestCancel: async (taskId) => {
      await client.workflow.getHandle(taskId).cancel();
    },
  };
  // There is no forge but the one that is played.
  const { deliverChange, lookAtPullRequest, withdrawPullRequest } = watched.stage.light;
  const forge = { deliverChange, lookAtPullRequest, withdrawPullRequest };
  return { ...watched.stage, light: { ...createLightActivities(surroundings), ...forge } };
}
