import { poolMetrics } from '../domain/pool/metrics.ts';
import type { PoolState } from '../domain/pool/state.ts';
import type { RecordSink } from '../persistence/recorder/recorder.ts';

/** What samples of pools are taken with. */
export interface SamplingPorts {
  readonly pools: readonly string[];
  /** A pool's own answer; undefined when it does not run. Rejects when it is not known. */
  readonly read: (pool: string) => Promise<PoolState | undefined>;
  readonly records: RecordSink;
  /** Ms since the epoch. */
  readonly now: () => number;
}

/** Between two samples of a pool, in ms. */
export const SAMPLE_INTERVAL_MS = 15_000;

/** Records how each pool is; one that does not run or is silent is left out. Of one quarter of a minute all samples are one. */
export async function samplePools({ pools, read, records, now }: SamplingPorts): Promise<void> {
  const at = new Date(Math.floor(now() / SAMPLE_INTERVAL_MS) * SAMPLE_INTERVAL_MS).toISOString();
  const sampled = pools.map(async (pool) => {
    const state = await read(pool);
    if (state === undefined) return;
    const metrics = poolMetrics(state, now());
    records.record({
      of: 'pool_sample',
      sample: {
        pool,
        at,
        size: metrics.pool_size,
        active: metrics.active_workflows,
        queue_depth: metrics.queue_depth,
        dead_letters: state.parked?.length ?? 0,
        utilization_pct: metrics.pool_utilization_pct,
        success_rate: metrics.success_rate,
        avg_duration_ms: metrics.avg_workflow_duration_ms,
        p95_duration_ms: metrics.p95_workflow_duration_ms,
        throughput_per_hour: metrics.throughput_per_hour,
      },
    });
  });
  await Promise.allSettled(sampled);
}
