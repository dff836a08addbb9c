import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { attemptOf, restOf } from '../../tests/support/activities/phase-input.ts';
import { NO_TRIES } from '../domain/tries.ts';
import { countersReader, createProcessMetrics } from './counters.ts';
import { type CallEnd, createJournal } from './event.ts';

function counting() {
  const registry = new Registry();
  const { tell } = createJournal([countersReader(registry)]);
  const began = (agent: string) => {
    const attempt = attemptOf('CODE_IMPLEMENTATION');
    const call = { id: 'call-1', attempt, agent, action: 'implement_feature', began: 0 } as const;
    tell({ kind: 'call_began', call });
    return (end: CallEnd, at = 0) => {
      tell({ kind: 'call_ended', call, at, end });
    };
  };
  const lines = async (): Promise<readonly string[]> => (await registry.metrics()).split('\n');
  return { tell, began, lines, registry };
}

describe('what a process counts', () => {
  it('is exported under today’s names and those of older queries alike', async () => {
    const { tell, lines } = counting();
    const failed = { attempt: attemptOf('CODE_IMPLEMENTATION'), at: 0, notes: {} };
    const failure = { error: new Error('busy'), tries: { ...NO_TRIES, failures: 1 } };
    tell(restOf('completed', { key: 'a', accepted: 90, worked: 40 }));
    tell({ kind: 'attempt_failed', ...failed, failure: { ...failure, next: { kind: 'retry', delay_ms: 1 } } });
    tell({ kind: 'attempt_failed', ...failed, failure: { ...failure, next: { kind: 'give_up', exhausted: true } } });
    for (const what of ['success', 'failure', 'refused'] as const) {
      tell({ kind: 'breaker_counted', agent: 'coder-agent', what });
    }
    tell({ kind: 'breaker_changed', agent: 'coder-agent', state: 'OPEN', generation: 1, reason: 'it is down' });
    tell({ kind: 'pool_told', operation: 'enqueue', seconds: 0.004 });
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
    const { tell, lines } = counting();
    for (let index = 0; index < 1_200; index += 1) {
      const rest = restOf('completed', { key: `task-${index}`, accepted: 1 });
      tell(rest);
      tell(rest);
    }
    expect(await lines()).toContain('chimera_workflow_execution_calls_total{status="completed"} 1200');
  });

  it('has no duration of work for a task that never worked', async () => {
    const { tell, lines } = counting();
    tell(restOf('cancelled', { key: 'a', accepted: 3 }));
    const text = (await lines()).join('\n');
    expect(text).toContain('chimera_workflow_duration_seconds_count{status="cancelled"} 1');
    expect(text).not.toContain('chimera_workflow_execution_duration_seconds_count{status="cancelled"}');
  });

  it('takes an agent’s calls by how they ended, with those under way and the share that succeeded', async () => {
    const { began, lines } = counting();
    const first = began('coder-agent');
    began('coder-agent')('transient');
    began('coder-agent')('answered');
    began('coder-agent')('answered');
    began('guardian-agent')('postponed');
    expect(await lines()).toContain('active_executions{agent="coder-agent"} 1');
    first('answered', 61_000);
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

  it('has no durations of a task that was parked before: they were told then', async () => {
    const { tell, lines } = counting();
    tell({ ...restOf('discarded', { key: 'a', accepted: 3 }), again: true });
    const text = (await lines()).join('\n');
    expect(text).toContain('chimera_workflow_execution_calls_total{status="discarded"} 1');
    expect(text).not.toContain('chimera_workflow_duration_seconds_count{status="discarded"}');
  });

  it('has no error rate but zero before the first call', async () => {
    expect(await counting().lines()).toContain('system_error_rate 0');
  });

  it('goes with the process’s own memory and CPU', async () => {
    expect(await createProcessMetrics().registry.metrics()).toContain('process_resident_memory_bytes');
  });
});
