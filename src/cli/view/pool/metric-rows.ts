import type { Ansis } from 'ansis';
import { duration } from '../../../domain/duration.ts';
import { PHASES } from '../../../domain/phase.ts';
import type { PoolMetrics as Figures } from '../../../domain/pool/metrics.ts';
import type { PoolMetricsView } from '../../../contract/pool/metrics.ts';

type Kind = 'plain' | 'percent' | 'share' | 'time' | 'phases';

/** Every figure in the order in which it is shown; one that is missing here does not compile. */
const kinds: Readonly<Record<keyof Figures, Kind>> = {
  pool: 'plain',
  pool_size: 'plain',
  active_workflows: 'plain',
  available_slots: 'plain',
  pool_utilization_pct: 'percent',
  peak_utilization_pct: 'percent',
  queue_depth: 'plain',
  queue_depth_trend: 'plain',
  avg_slot_wait_time_ms: 'time',
  avg_queue_time_ms: 'time',
  total_workflows_processed: 'plain',
  window_size: 'plain',
  avg_workflow_duration_ms: 'time',
  p50_workflow_duration_ms: 'time',
  p95_workflow_duration_ms: 'time',
  p99_workflow_duration_ms: 'time',
  latency_trend: 'plain',
  throughput_per_hour: 'plain',
  throughput_trend: 'plain',
  success_rate: 'share',
  retry_success_rate: 'share',
  failure_trend: 'plain',
  failure_rate_by_phase: 'phases',
};

const formats: Readonly<Record<Exclude<Kind, 'phases'>, (value: number) => string>> = {
  plain: (value) => String(rounded(value)),
  percent: (value) => `${rounded(value)} %`,
  share: (value) => `${rounded(value * 100)} %`,
  time: duration,
};

const NAME_WIDTH = 28;

/** A pool's figures, one line each under the names they have as JSON; "–" where there is nothing to reckon with yet. */
export function metricRows(metrics: PoolMetricsView, colours: Ansis): readonly string[] {
  const row = (name: string, value: string): string => `  ${colours.gray(name.padEnd(NAME_WIDTH))}${value}`.trimEnd();
  return (Object.keys(kinds) as (keyof Figures)[]).flatMap((name) => {
    const kind = kinds[name];
    if (kind !== 'phases') return [row(name, text(metrics[name], kind))];
    return [
      row(name, ''),
      ...PHASES.map((phase) => row(`  ${phase}`, formats.share(metrics.failure_rate_by_phase[phase]))),
    ];
  });
}

function text(value: unknown, kind: Exclude<Kind, 'phases'>): string {
  if (typeof value === 'number') return formats[kind](value);
  return typeof value === 'string' ? value : '–';
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
