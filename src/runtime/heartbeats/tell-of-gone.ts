import { isRunning as isAlive } from '../../host/process.ts';
import { innermostReason } from '../../persistence/innermost-reason.ts';
import type { HeartbeatStore } from '../../persistence/heartbeats/heartbeat-store.ts';
import { type TellingSetup, tellOf } from './told-process.ts';
import { isOfFleetHere, pidOf } from './worker-place.ts';

/** What is asked about worker processes that nobody saw end. */
export interface GoneSetup extends TellingSetup {
  readonly store: Pick<HeartbeatStore, 'subjects'>;
  readonly isRunning?: (pid: number) => boolean;
  readonly log: { warn(context: object, message: string): void };
}

/**
 * Tells of fleet workers of this host that ended when Chimera was killed, so that nobody saw it. Their places count as left:
 * those that the fleet of now has no process for would be missed for an hour otherwise.
 */
export async function tellOfGone({ store, isRunning = isAlive, log, ...telling }: GoneSetup): Promise<void> {
  try {
    const { subjects } = await store.subjects();
    for (const { kind, name, process, signs } of subjects) {
      if (kind !== 'worker' || signs.ended !== null || !isOfFleetHere(name) || isRunning(pidOf(process))) continue;
      tellOf({ name, process }, telling, 'stopped', 'it was gone when Chimera was started again');
    }
  } catch (error) {
    log.warn({ reason: innermostReason(error) }, 'workers that were killed with Chimera count as failed for a while');
  }
}
