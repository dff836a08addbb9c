import { poolMetrics } from '../../domain/pool/metrics.ts';
import type { PoolState } from '../../domain/pool/state.ts';
import type { RecordSink } from '../../persistence/recorder/recorder.ts';

/** Between two recorded samples of a pool at least, in ms. */
export const SAMPLE_INTERVAL_MS = 15_000;

/** Records how a pool is, by its own answer. Of one quarter of a minute all samples are one. `now` in ms since the epoch. */
export function recordPool(state: PoolState, records: RecordSink, now: number): void {
  const metrics = poolMetrics(state, now);
  records.record({
    of: 'pool_sample',
    sample: {
      pool: state.name,
      at: new Date(Math.floor(now / SAMPLE_INTERVAL_MS) * SAMPLE_INTERVAL_MS).toISOString(),
      size: metrics.pool_size,
      active: metrics.active_workflows,
      queue_depth: metrics.queue_depth,
      dead_letters: state.parked.length,
      utilization_pct: metrics.pool_utilization_pct,
      success_rate: metrics.success_rate,
      avg_duration_ms: metrics.avg_workflow_duration_ms,
      p95_duration_ms: metrics.p95_workflow_duration_ms,
      throughput_per_hour: metrics.throughput_per_hour,
    },
  });
}
