import { Counter, Gauge, type Registry } from 'prom-client';
import type { RecorderCounts } from '../persistence/recorder/recorder.ts';

/** Shows a recorder's counts in a registry, as they are whenever it is read. */
export function exportRecorder(registry: Registry, counts: () => RecorderCounts): void {
  new Gauge({
    name: 'chimera_records_waiting',
    help: 'Records that wait to be written to the database.',
    registers: [registry],
    collect() {
      this.set(counts().waiting);
    },
  });
  new Counter({
    name: 'chimera_records_lost_total',
    help: 'Records that the database did not take, or for which there was no room.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(counts().lost);
    },
  });
}
