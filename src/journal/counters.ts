import { collectDefaultMetrics, Registry } from 'prom-client';
import { PHASES } from '../domain/phase.ts';
import { isAtRest, TASK_STATUSES } from '../domain/task.ts';
import { CALL_BUCKETS, counterUnder, histogramUnder, QUICK_BUCKETS } from '../observability/metrics/under-names.ts';
import { callCounters } from './call-counters.ts';
import type { JournalReader } from './event.ts';

/** Rests that are remembered, so that none is counted twice. */
const REMEMBERED = 1_000;

/** What one process exports: the registry, and who counts in it what happens. */
export interface ProcessMetrics {
  readonly registry: Registry;
  readonly counters: JournalReader;
}

/** The metrics of a process: its work, and Node's own of memory, CPU, event loop and garbage collection. */
export function createProcessMetrics(): ProcessMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return { registry, counters: countersReader(registry) };
}

/** Counts what happens in a registry, under the names of docs/metrics.md. */
export function countersReader(registry: Registry): JournalReader {
  const counter = <Label extends string>(help: string, labels: readonly Label[], ...names: [string, ...string[]]) =>
    counterUnder(registry, { names, help, labels });
  const ended = counter(
    'Tasks that came to rest, by how: completed, failed, cancelled, dead_lettered, and then perhaps discarded.',
    ['status'],
    'chimera_workflow_execution_calls_total',
    'chimera_workflow_execution_calls',
  );
  const worked = histogramUnder(registry, {
    names: ['chimera_workflow_execution_duration_seconds', 'chimera_workflow_execution_duration'],
    help: 'Seconds from a task’s first work to its rest.',
    labels: ['status'],
    buckets: CALL_BUCKETS,
  });
  const accepted = histogramUnder(registry, {
    names: ['chimera_workflow_duration_seconds', 'chimera_workflow_duration'],
    help: 'Seconds from a task’s acceptance to its rest.',
    labels: ['status'],
    buckets: CALL_BUCKETS,
  });
  const retries = counter(
    'Further attempts of phases that failed.',
    ['phase'],
    'chimera_retry_attempts_total',
    'chimera_retry_attempts',
  );
  const exhaustions = counter(
    'Phases given up because their retries were exhausted.',
    ['phase'],
    'chimera_retry_exhausted_total',
    'chimera_retry_exhausted',
  );
  const breakers = {
    success: counter(
      'Calls that an agent’s breaker counted as successes.',
      ['agent'],
      'chimera_circuit_breaker_success_total',
      'chimera_circuit_breaker_success',
    ),
    failure: counter(
      'Calls that an agent’s breaker counted as failures.',
      ['agent'],
      'chimera_circuit_breaker_failure_total',
      'chimera_circuit_breaker_failure',
    ),
    refused: counter(
      'Calls that an agent’s breaker did not let in.',
      ['agent'],
      'chimera_circuit_breaker_refused_total',
    ),
  };
  const changes = counter(
    'Changes of the state of an agent’s breaker, by the state after it.',
    ['agent', 'to'],
    'chimera_circuit_breaker_transitions_total',
  );
  const told = histogramUnder(registry, {
    names: ['chimera_queue_operation_duration_seconds', 'chimera_queue_operation_duration'],
    help: 'Seconds until Temporal had taken a message to a pool.',
    labels: ['operation'],
    buckets: QUICK_BUCKETS,
  });
  const delivered = counter(
    'Changes that were handed over by pull requests, by how: opened or updated.',
    ['how'],
    'chimera_deliveries_total',
  );
  const counted = new Set<string>();
  // A series that begins with its first event hides it: Prometheus sees no growth.
  for (const status of TASK_STATUSES.filter((one) => isAtRest({ status: one }))) ended({ status }, 0);
  for (const how of ['opened', 'updated']) delivered({ how }, 0);
  for (const phase of PHASES) {
    retries({ phase }, 0);
    exhaustions({ phase }, 0);
  }
  return {
    ...callCounters(registry),
    // Temporal may have a task closed twice. How long it took is told when it is parked: what it then waits for a decision
    // says nothing about work.
    task_rested: ({ key, again, at, state: { status, created_at, started_at, finished_at } }) => {
      if (counted.has(key)) return;
      counted.add(key);
      for (const oldest of counted) {
        if (counted.size <= REMEMBERED) break;
        counted.delete(oldest);
      }
      ended({ status });
      if (again) return;
      const end = finished_at === undefined ? at : Date.parse(finished_at);
      const since = (begun: string): number => Math.max(0, end - Date.parse(begun)) / 1_000;
      accepted({ status }, since(created_at));
      if (started_at !== undefined) worked({ status }, since(started_at));
    },
    attempt_failed: ({ attempt: { phase, tries: before }, failure: { tries, next } }) => {
      if (next?.kind === 'retry' && tries.failures > before.failures) retries({ phase });
      if (next?.kind === 'give_up' && next.exhausted) exhaustions({ phase });
    },
    delivered: ({ how }) => {
      delivered({ how });
    },
    breaker_counted: ({ agent, what }) => {
      breakers[what]({ agent });
    },
    breaker_changed: ({ agent, state: to }) => {
      changes({ agent, to });
    },
    pool_told: ({ operation, seconds }) => {
      told({ operation }, seconds);
    },
  };
}
