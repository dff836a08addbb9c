import { Registry } from 'prom-client';
import { afterEach, expect, it } from 'vitest';
import { restOf } from '../../tests/support/activities/phase-input.ts';
import { type ApiFixture, apiFixture } from '../../tests/support/api/api-fixture.ts';
import { countersReader } from '../journal/counters.ts';
import { createJournal } from '../journal/event.ts';

let api: ApiFixture;
afterEach(() => api.close());

it('GET /metrics shows the process’s work and every pool, in Prometheus’s format', async () => {
  const registry = new Registry();
  createJournal([countersReader(registry)]).tell(restOf('failed', { key: 'a', accepted: 2 }));
  api = await apiFixture({ registry });
  api.pools.begin({ size: 1, min: 1, max: 2 });
  api.pools.enqueue({ task_id: 'chimera-000000000001' }, { task_id: 'chimera-000000000002' });
  const answer = await api.app.inject({ method: 'GET', url: '/metrics' });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toContain('version=0.0.4');
  expect(answer.body).toContain('chimera_workflow_execution_calls_total{status="failed"} 1');
  expect(answer.body).toContain('chimera_pool_active_workflows{pool="default"} 1');
  expect(answer.body).toContain('chimera_pool_queue_depth{pool="default"} 1');
  expect(answer.body).toContain('chimera_pool_size{pool="gpu"}');
});
