import type { NativeConnection } from '@temporalio/worker';
import { AGENT_TASK_QUEUE, TASK_QUEUE } from '../../src/workflows/task/contract.ts';
import { UPKEEP_TASK_QUEUE } from '../../src/workflows/upkeep/contract.ts';
import type { Stage } from '../support/scripted-phases.ts';
import { bundleWorkflows, HOST_ALIVE, runWorkers } from '../support/scripted-workers.ts';
import { SCRIPTED_UPKEEP } from './recorded-upkeep.ts';

/** The workers of a recording; they can leave and come back while tasks run. */
export interface Crew {
  agents(presence: 'away' | 'back'): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Every worker has this name, wherever a recording is made. */
const IDENTITY = 'chimera-worker';

/** Starts the real workflows over scripted activities: the agents' worker, and all others. */
export async function startCrew(connection: NativeConnection, stage: Stage, namespace: string): Promise<Crew> {
  const workflowBundle = await bundleWorkflows();
  const start = (...queues: string[]) =>
    runWorkers(connection, stage, { namespace, identity: IDENTITY, workflowBundle, queues, upkeep: SCRIPTED_UPKEEP });
  const startOthers = () => start(TASK_QUEUE, HOST_ALIVE, UPKEEP_TASK_QUEUE);
  let stopOthers = await startOthers();
  let stopAgents: (() => Promise<void>) | undefined = await start(AGENT_TASK_QUEUE);

  async function agents(presence: 'away' | 'back'): Promise<void> {
    await stopAgents?.();
    stopAgents = presence === 'away' ? undefined : await start(AGENT_TASK_QUEUE);
  }
  return {
    agents,
    restart: async () => {
      await Promise.all([stopOthers(), agents('away')]);
      stopOthers = await startOthers();
      await agents('back');
    },
    stop: async () => {
      await Promise.all([stopOthers(), agents('away')]);
    },
  };
}
