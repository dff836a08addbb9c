import { Counter, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { restOf } from '../../../tests/support/activities/phase-input.ts';
import { countersReader } from '../../journal/counters.ts';
import { createJournal } from '../../journal/event.ts';
import { createWorkerSnapshots, type MetricsSnapshot } from './worker-snapshots.ts';

/** What a worker sends, as it comes out of a channel. */
async function sent(registry: Registry): Promise<MetricsSnapshot> {
  return JSON.parse(JSON.stringify(await registry.getMetricsAsJSON())) as MetricsSnapshot;
}

it('shows each worker’s metrics beside the process’s own, until it ends', async () => {
  const own = new Registry();
  new Counter({ name: 'requests_total', help: 'Requests.', registers: [own] }).inc(3);
  countersReader(own);
  const worker = new Registry();
  const { tell } = createJournal([countersReader(worker)]);
  tell(restOf('completed', { key: 'a', accepted: 40, worked: 30 }));
  const snapshots = createWorkerSnapshots();
  expect(await snapshots.text(own)).toContain('requests_total 3');
  snapshots.take(1, await sent(worker));
  tell(restOf('completed', { key: 'b', accepted: 40, worked: 30 }));
  snapshots.take(2, await sent(worker));
  const text = await snapshots.text(own);
  expect(text).toContain('requests_total 3');
  expect(text).toContain('chimera_workflow_execution_calls_total{status="completed",worker="1"} 1');
  expect(text).toContain('chimera_workflow_execution_calls_total{status="completed",worker="2"} 2');
  expect(text).toContain('chimera_workflow_duration_seconds_bucket{le="60",status="completed",worker="2"} 2');
  expect(text.match(/# TYPE chimera_workflow_execution_calls_total counter/g)).toHaveLength(1);
  snapshots.forget(1);
  expect(await snapshots.text(own)).not.toContain('worker="1"');
});
