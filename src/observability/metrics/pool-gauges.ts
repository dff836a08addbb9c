import { Gauge, type Registry } from 'prom-client';
import { PHASES } from '../../domain/phase.ts';
import type { PoolMetrics } from '../../domain/pool/metrics.ts';

/** A pool's figures with what waits in it for an operator. */
export interface PoolGaugeValues extends PoolMetrics {
  readonly dead_letters: number;
}

type Read = (figures: PoolGaugeValues) => number | null;

/** A duration in ms as seconds. */
const seconds =
  (read: Read): Read =>
  (figures) => {
    const ms = read(figures);
    return ms === null ? null : ms / 1_000;
  };

/** Name, meaning, and where the figure comes from; those of durations in seconds. */
const GAUGES: readonly (readonly [name: string, help: string, read: Read])[] = [
  ['chimera_pool_size', 'Leases that the pool gives out at once.', (of) => of.pool_size],
  ['chimera_pool_active_workflows', 'Tasks that hold a lease.', (of) => of.active_workflows],
  ['chimera_pool_available_slots', 'Leases that are free.', (of) => of.available_slots],
  ['chimera_pool_utilization_pct', 'Leases in use, percent.', (of) => of.pool_utilization_pct],
  ['chimera_pool_peak_utilization_pct', 'The highest utilisation so far, percent.', (of) => of.peak_utilization_pct],
  ['chimera_pool_queue_depth', 'Tasks that wait for a lease.', (of) => of.queue_depth],
  [
    'chimera_pool_avg_slot_wait_time_seconds',
    'How long the tasks that wait now have waited.',
    seconds((of) => of.avg_slot_wait_time_ms),
  ],
  [
    'chimera_pool_avg_queue_time_seconds',
    'From request to lease, over the last 100 leases.',
    seconds((of) => of.avg_queue_time_ms),
  ],
  [
    'chimera_pool_avg_workflow_duration_seconds',
    'Mean duration of the last 100 tasks.',
    seconds((of) => of.avg_workflow_duration_ms),
  ],
  [
    'chimera_pool_p50_workflow_duration_seconds',
    'Median duration of the last 100 tasks.',
    seconds((of) => of.p50_workflow_duration_ms),
  ],
  [
    'chimera_pool_p95_workflow_duration_seconds',
    'Duration that 95 % of the last 100 tasks did not exceed.',
    seconds((of) => of.p95_workflow_duration_ms),
  ],
  [
    'chimera_pool_p99_workflow_duration_seconds',
    'Duration that 99 % of the last 100 tasks did not exceed.',
    seconds((of) => of.p99_workflow_duration_ms),
  ],
  ['chimera_pool_success_rate', 'Share of the last 100 tasks that completed, 0 to 1.', (of) => of.success_rate],
  [
    'chimera_pool_retry_success_rate',
    'Share of the phases with retries that passed in the end, 0 to 1.',
    (of) => of.retry_success_rate,
  ],
  [
    'chimera_pool_total_workflows_processed',
    'Tasks that ended since the pool first began.',
    (of) => of.total_workflows_processed,
  ],
  ['chimera_pool_throughput_per_hour', 'Tasks that end in an hour.', (of) => of.throughput_per_hour],
  ['chimera_dlq_entries', 'Tasks that are parked and wait for a decision.', (of) => of.dead_letters],
];

/** Gauges of pools in a registry: to be called with a pool's figures before they are read. What is not known is absent. */
export function createPoolGauges(registry: Registry): (figures: PoolGaugeValues) => void {
  const gauges = GAUGES.map(([name, help, read]) => ({
    read,
    gauge: new Gauge({ name, help, labelNames: ['pool'], registers: [registry] }),
  }));
  const byPhase = new Gauge({
    name: 'chimera_pool_failure_rate_by_phase',
    help: 'Share of the last 100 tasks that failed in the phase, 0 to 1.',
    labelNames: ['pool', 'phase'],
    registers: [registry],
  });
  return (figures) => {
    const { pool } = figures;
    for (const { gauge, read } of gauges) {
      const value = read(figures);
      if (value === null) gauge.remove({ pool });
      else gauge.set({ pool }, value);
    }
    for (const phase of PHASES) byPhase.set({ pool, phase }, figures.failure_rate_by_phase[phase]);
  };
}
