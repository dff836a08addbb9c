import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { exportRecorder } from './recorder-metrics.ts';

it('shows what a recorder counts when it is asked, not what it counted before', async () => {
  const registry = new Registry();
  let counts = { waiting: 0, lost: 0 };
  exportRecorder(registry, () => counts);
  expect(await registry.metrics()).toContain('chimera_records_lost_total 0');
  counts = { waiting: 3, lost: 2 };
  await registry.metrics();
  const text = await registry.metrics();
  expect(text).toContain('chimera_records_waiting 3');
  expect(text).toContain('chimera_records_lost_total 2');
});
