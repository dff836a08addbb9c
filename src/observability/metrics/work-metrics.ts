import type { Registry } from 'prom-client';
import { type Phase, PHASES } from '../../domain/phase.ts';
import type { TaskStatus } from '../../domain/task.ts';
import { type CallEnd, createCallMetrics } from './call-metrics.ts';
import { CALL_BUCKETS, counterUnder, histogramUnder, QUICK_BUCKETS } from './under-names.ts';

/** How a task came to rest; durations in seconds. */
export interface TaskRest {
  /** The same for every report of one and the same rest: Temporal may have a task closed twice. */
  readonly key: string;
  readonly status: TaskStatus;
  /** Since its acceptance; undefined for a task that had come to rest before, and whose durations were told then. */
  readonly accepted?: number | undefined;
  /** Since it first worked, if it did. */
  readonly worked?: number | undefined;
}

/** Rests that are remembered, so that none is counted twice. */
const REMEMBERED = 1_000;

/** What a process counts of the work it does. None of it fails or waits. */
export interface WorkMetrics {
  /** A task came to rest. */
  taskEnded(rest: TaskRest): void;
  /** A call of an agent begins; the answer is to be called once, with how it ended. */
  callBegan(agent: string): (end: CallEnd) => void;
  /** A phase that failed is tried again. */
  retried(phase: Phase): void;
  /** A phase is given up because its retries are exhausted. */
  exhausted(phase: Phase): void;
  /** What an agent's breaker counted of a call, or that it let none in. */
  breaker(agent: string, what: 'success' | 'failure' | 'refused'): void;
  /** An agent's breaker changed its state. */
  breakerChanged(agent: string, to: string): void;
  /** So many seconds until Temporal had taken a message to a pool. */
  poolTold(operation: string, seconds: number): void;
}

const ENDS: readonly TaskStatus[] = ['completed', 'failed', 'cancelled', 'dead_lettered', 'discarded'];

/** Counts work in a registry, under the names of docs/metrics.md. `now` is a clock in ms that is never set back. */
export function createWorkMetrics(registry: Registry, now: () => number = () => performance.now()): WorkMetrics {
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
  const counted = new Set<string>();
  // A series that begins with its first event hides it: Prometheus sees no growth.
  for (const status of ENDS) ended({ status }, 0);
  for (const phase of PHASES) {
    retries({ phase }, 0);
    exhaustions({ phase }, 0);
  }
  return {
    taskEnded: ({ key, status, ...seconds }) => {
      if (counted.has(key)) return;
      counted.add(key);
      for (const oldest of counted) {
        if (counted.size <= REMEMBERED) break;
        counted.delete(oldest);
      }
      ended({ status });
      if (seconds.accepted !== undefined) accepted({ status }, seconds.accepted);
      if (seconds.worked !== undefined) worked({ status }, seconds.worked);
    },
    callBegan: createCallMetrics(registry, now),
    retried: (phase) => {
      retries({ phase });
    },
    exhausted: (phase) => {
      exhaustions({ phase });
    },
    breaker: (agent, what) => {
      breakers[what]({ agent });
    },
    breakerChanged: (agent, to) => {
      changes({ agent, to });
    },
    poolTold: (operation, seconds) => {
      told({ operation }, seconds);
    },
  };
}
