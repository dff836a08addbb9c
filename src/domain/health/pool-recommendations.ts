import { type Phase, PHASES } from '../phase.ts';
import { type Baseline, usualDuration } from './baseline.ts';
import { type Evidence, successPct } from './evidence.ts';
import { capacityLevel } from './pool-capacity.ts';
import type { PoolFigures } from './sample.ts';
import { neededSize } from './sizing.ts';
import { counted, duration, waiting } from './wording.ts';

/** What to change about the pools, by their last sample; nothing about one that is not known. */
export function poolRecommendations(
  evidence: Evidence,
  baselines: Readonly<Record<string, Baseline>>,
): readonly string[] {
  return evidence.pools.flatMap((sample) => {
    const { pool, figures } = sample;
    if (figures === undefined) return [];
    return [
      ...size(pool, figures, evidence),
      ...phases(pool, figures, evidence),
      ...pace(pool, figures, baselines[pool], evidence),
    ];
  });
}

/** Of a pool that is busy for long, or has a queue: what holds its tasks back, or by how much it is too small. */
function size(pool: string, figures: PoolFigures, evidence: Evidence): readonly string[] {
  const use = capacityLevel(pool, 'utilization', evidence);
  const queue = capacityLevel(pool, 'queue', evidence);
  if (queue === undefined && use !== 'critical' && use !== 'warning') return [];
  const { allowed, active, queue_depth, mode, intake } = figures;
  const wait = waiting(queue_depth);
  if (intake !== 'open') return [`resume pool ${pool}: its intake is ${intake}, and ${wait}`];
  if (mode !== 'NORMAL') {
    return [`add a worker: pool ${pool} is down to ${allowed} of ${figures.size} leases by mode ${mode}, and ${wait}`];
  }
  const needed = neededSize(figures);
  if (needed <= figures.size) return [];
  const bound = needed > figures.max ? ` and max from ${figures.max} to ${needed}` : '';
  const change = `raise max_concurrent of pool ${pool} from ${figures.size} to ${needed}${bound}`;
  return [`${change}: ${active} of ${allowed} leases are in use and ${wait}`];
}

/** Where success is low: the phase in which most of the tasks failed, the first of several. */
function phases(pool: string, { recent }: PoolFigures, { settings: { success } }: Evidence): readonly string[] {
  const { completed, failed, failed_by_phase: by } = recent;
  const share = successPct({ completed, failed }, success.events);
  if (share === undefined || share >= success.warning) return [];
  const count = (phase: Phase): number => by[phase] ?? 0;
  const worst = PHASES.reduce<Phase>((most, phase) => (count(phase) > count(most) ? phase : most), PHASES[0]);
  const there = count(worst);
  if (there === 0) return [];
  return [`investigate ${worst}: ${there} of ${counted(completed + failed, 'task')} of pool ${pool} failed there`];
}

function pace(
  pool: string,
  { recent }: PoolFigures,
  baseline: Baseline | undefined,
  { settings }: Evidence,
): readonly string[] {
  const usual = usualDuration(baseline, settings);
  const { mean_duration_ms: mean, completed } = recent;
  if (usual === undefined || mean === null || completed < settings.success.events) return [];
  if (mean <= settings.duration.factor * usual) return [];
  return [
    `compare the phases of recent tasks of pool ${pool}: they take ${duration(mean)}, usually ${duration(usual)}`,
  ];
}
