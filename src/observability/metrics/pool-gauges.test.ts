import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { poolMetrics } from '../../domain/pool/metrics.ts';
import { DEFAULT_POOL_SETTINGS } from '../../domain/pool/settings.ts';
import { newPool } from '../../domain/pool/state.ts';
import { createPoolGauges } from './pool-gauges.ts';

const idle = { ...poolMetrics(newPool('default', DEFAULT_POOL_SETTINGS, 0), 0), dead_letters: 0 };

it('shows a pool’s figures, durations in seconds, and leaves out what is not known', async () => {
  const registry = new Registry();
  const show = createPoolGauges(registry);
  show({ ...idle, p95_workflow_duration_ms: 12_500, success_rate: 0.8, dead_letters: 3 });
  const busy = await registry.metrics();
  expect(busy).toContain('chimera_pool_p95_workflow_duration_seconds{pool="default"} 12.5');
  expect(busy).toContain('chimera_pool_success_rate{pool="default"} 0.8');
  expect(busy).toContain('chimera_dlq_entries{pool="default"} 3');
  expect(busy).toContain('chimera_pool_failure_rate_by_phase{pool="default",phase="GUARDIAN_REVIEW"} 0');
  show(idle);
  const quiet = await registry.metrics();
  expect(quiet).not.toContain('chimera_pool_success_rate{');
  expect(quiet).toContain('chimera_pool_queue_depth{pool="default"} 0');
  expect(quiet).toContain('chimera_pool_total_workflows_processed{pool="default"} 0');
});
