import type { NativeConnection } from '@temporalio/worker';
import type { Stage } from '../support/scripted-phases.ts';
import { bundleWorkflows, runWorkers, type WorkerKind } from '../support/scripted-workers.ts';
import { SCRIPTED_UPKEEP } from './recorded-upkeep.ts';

/** The workers of a recording; they can leave and come back while tasks run. */
export interface RecordingWorkers {
  agents(presence: 'away' | 'back'): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Every worker has this name, wherever a recording is made. */
const IDENTITY = 'chimera-worker';

/** Starts the real workflows over scripted activities: the agents' worker, and all others. */
export async function startRecordingWorkers(
  connection: NativeConnection,
  stage: Stage,
  namespace: string,
): Promise<RecordingWorkers> {
  const workflowBundle = await bundleWorkflows();
  const start = (...kinds: readonly WorkerKind[]) =>
    runWorkers(connection, stage, { namespace, identity: IDENTITY, workflowBundle, kinds, upkeep: SCRIPTED_UPKEEP });
  const startOthers = () => start('workflows', 'light', 'host', 'upkeep');
  let stopOthers = await startOthers();
  let stopAgents: (() => Promise<void>) | undefined = await start('phases');

  async function agents(presence: 'away' | 'back'): Promise<void> {
    await stopAgents?.();
    stopAgents = presence === 'away' ? undefined : await start('phases');
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
