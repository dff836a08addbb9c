import type { Heartbeat } from '../../domain/heartbeat/heartbeat.ts';
import type { RecordSink } from '../../persistence/recorder/recorder.ts';
import type { WorkerProcess } from '../workers/worker-process.ts';
import { isOfFleetHere, pidOf, type WorkerPlace } from './worker-place.ts';
import { isRunning as isAlive } from '../../host/process.ts';
import { innermostReason } from '../../persistence/innermost-reason.ts';
import type { HeartbeatStore } from '../../persistence/heartbeats/heartbeat-store.ts';

/** What is told of worker processes, and where. */
export interface ReportSetup {
  readonly records: RecordSink;
  readonly intervalMs: number;
}

/**
 * The same worker process, with its start told, and how it ended: its parent sees that at once, long before its heartbeats
 * are missed.
 */
export function reportedProcess(worker: WorkerProcess, place: WorkerPlace, setup: ReportSetup): WorkerProcess {
  let asked = false;
  reportWorker(place, setup, 'expected', 'its process was started');
  void worker.ended.then(({ says }) => {
    if (asked) reportWorker(place, setup, 'stopped', 'it ended as it was asked to');
    else reportWorker(place, setup, 'died', `its process ended: ${says}`);
  });
  return {
    ...worker,
    drain: () => {
      asked = true;
      worker.drain();
    },
    stop: () => {
      asked = true;
      worker.stop();
    },
  };
}

/** Tells of a worker's place. */
export function reportWorker(
  place: WorkerPlace,
  { records, intervalMs }: ReportSetup,
  event: Heartbeat['event'],
  what: string,
): void {
  records.record({ of: 'heartbeat', heartbeat: { kind: 'worker', ...place, interval_ms: intervalMs, event, what } });
}

/** What is asked about worker processes that nobody saw end. */
export interface GoneSetup extends ReportSetup {
  readonly store: Pick<HeartbeatStore, 'subjects'>;
  readonly isRunning?: (pid: number) => boolean;
  readonly log: { warn(context: object, message: string): void };
}

/**
 * Tells of fleet workers of this host that ended when Chimera was killed, so that nobody saw it. Their places count as left:
 * those that the fleet of now has no process for would be missed for an hour otherwise.
 */
export async function reportGone({ store, isRunning = isAlive, log, ...telling }: GoneSetup): Promise<void> {
  try {
    const { subjects } = await store.subjects();
    for (const { kind, name, process, signs } of subjects) {
      if (kind !== 'worker' || signs.ended !== null || !isOfFleetHere(name) || isRunning(pidOf(process))) continue;
      reportWorker({ name, process }, telling, 'stopped', 'it was gone when Chimera was started again');
    }
  } catch (error) {
    log.warn({ reason: innermostReason(error) }, 'workers that were killed with Chimera count as failed for a while');
  }
}
