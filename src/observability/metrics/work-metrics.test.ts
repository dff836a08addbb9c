import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { createProcessMetrics } from './process-metrics.ts';
import { createWorkMetrics } from './work-metrics.ts';

function counting() {
  const registry = new Registry();
  const clock = { now: 0 };
  const metrics = createWorkMetrics(registry, () => clock.now);
  const lines = async (): Promise<readonly string[]> => (await registry.metrics()).split('\n');
  return { metrics, clock, lines, registry };
}

describe('what a process counts', () => {
  it('is exported under today’s names and those of older queries alike', async () => {
    const { metrics, lines } = counting();
    metrics.taskEnded({ key: 'a', status: 'completed', accepted: 90, worked: 40 });
    metrics.retried('CODE_IMPLEMENTATION');
    metrics.exhausted('CODE_IMPLEMENTATION');
    metrics.breaker('coder-agent', 'success');
    metrics.breaker('coder-agent', 'failure');
    metrics.breaker('coder-agent', 'refused');
    metrics.breakerChanged('coder-agent', 'OPEN');
    metrics.poolTold('enqueue', 0.004);
    expect(await lines()).toEqual(
      expect.arrayContaining([
        'chimera_workflow_execution_calls_total{status="completed"} 1',
        'chimera_workflow_execution_calls{status="completed"} 1',
        'chimera_workflow_execution_duration_seconds_sum{status="completed"} 40',
        'chimera_workflow_execution_duration_sum{status="completed"} 40',
        'chimera_workflow_duration_seconds_sum{status="completed"} 90',
        'chimera_workflow_duration_bucket{le="120",status="completed"} 1',
        'chimera_retry_attempts_total{phase="CODE_IMPLEMENTATION"} 1',
        'chimera_retry_attempts{phase="CODE_IMPLEMENTATION"} 1',
        'chimera_retry_exhausted_total{phase="CODE_IMPLEMENTATION"} 1',
        'chimera_circuit_breaker_success_total{agent="coder-agent"} 1',
        'chimera_circuit_breaker_failure{agent="coder-agent"} 1',
        'chimera_circuit_breaker_refused_total{agent="coder-agent"} 1',
        'chimera_circuit_breaker_transitions_total{agent="coder-agent",to="OPEN"} 1',
        'chimera_queue_operation_duration_seconds_bucket{le="0.005",operation="enqueue"} 1',
      ]),
    );
  });

  it('counts a task’s rest once, however often it is told of it', async () => {
    const { metrics, lines } = counting();
    for (let index = 0; index < 1_200; index += 1) {
      const rest = { key: `task-${index}`, status: 'completed', accepted: 1 } as const;
      metrics.taskEnded(rest);
      metrics.taskEnded(rest);
    }
    expect(await lines()).toContain('chimera_workflow_execution_calls_total{status="completed"} 1200');
  });

  it('has no duration of work for a task that never worked', async () => {
    const { metrics, lines } = counting();
    metrics.taskEnded({ key: 'a', status: 'cancelled', accepted: 3 });
    const text = (await lines()).join('\n');
    expect(text).toContain('chimera_workflow_duration_seconds_count{status="cancelled"} 1');
    expect(text).not.toContain('chimera_workflow_execution_duration_seconds_count{status="cancelled"}');
  });

  it('takes an agent’s calls by how they ended, with those under way and the share that succeeded', async () => {
    const { metrics, clock, lines } = counting();
    const first = metrics.callBegan('coder-agent');
    metrics.callBegan('coder-agent')('transient');
    metrics.callBegan('coder-agent')('answered');
    metrics.callBegan('coder-agent')('answered');
    metrics.callBegan('guardian-agent')('postponed');
    expect(await lines()).toContain('active_executions{agent="coder-agent"} 1');
    clock.now = 61_000;
    first('answered');
    expect(await lines()).toEqual(
      expect.arrayContaining([
        'active_executions{agent="coder-agent"} 0',
        'agent_executions_total{agent="coder-agent",status="succeeded"} 3',
        'agent_executions_total{agent="coder-agent",status="failed"} 1',
        'agent_executions_total{agent="guardian-agent",status="interrupted"} 1',
        'agent_failures_total{agent="coder-agent",class="transient"} 1',
        'agent_execution_duration_seconds_sum{agent="coder-agent"} 61',
        'agent_success_rate{agent="coder-agent"} 0.75',
        'system_error_rate 0.25',
      ]),
    );
  });

  it('has no error rate but zero before the first call', async () => {
    expect(await counting().lines()).toContain('system_error_rate 0');
  });

  it('goes with the process’s own memory and CPU', async () => {
    expect(await createProcessMetrics().registry.metrics()).toContain('process_resident_memory_bytes');
  });
});
