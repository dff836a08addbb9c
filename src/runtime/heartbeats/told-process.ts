import type { Heartbeat } from '../../domain/heartbeat/heartbeat.ts';
import type { RecordSink } from '../../persistence/recorder/recorder.ts';
import type { WorkerProcess } from '../workers/worker-process.ts';
import type { WorkerPlace } from './worker-place.ts';

/** What is told of worker processes, and where. */
export interface TellingSetup {
  readonly records: RecordSink;
  readonly intervalMs: number;
}

/**
 * The same worker process, with its start told, and how it ended: its parent sees that at once, long before its heartbeats
 * are missed.
 */
export function toldProcess(worker: WorkerProcess, place: WorkerPlace, setup: TellingSetup): WorkerProcess {
  let asked = false;
  tellOf(place, setup, 'expected', 'its process was started');
  void worker.ended.then(({ says }) => {
    if (asked) tellOf(place, setup, 'stopped', 'it ended as it was asked to');
    else tellOf(place, setup, 'died', `its process ended: ${says}`);
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
export function tellOf(
  place: WorkerPlace,
  { records, intervalMs }: TellingSetup,
  event: Heartbeat['event'],
  what: string,
): void {
  records.record({ of: 'heartbeat', heartbeat: { kind: 'worker', ...place, interval_ms: intervalMs, event, what } });
}
