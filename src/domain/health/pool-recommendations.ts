import { roundedDuration } from '../duration.ts';
import { type Phase, PHASES } from '../phase.ts';
import { type Advice, type OneOfMany, someAdvice } from './advice.ts';
import { type Baseline, usualDuration } from './baseline.ts';
import { type Evidence, successPct } from './evidence.ts';
import { capacityLevel } from './pool-capacity.ts';
import type { PoolFigures } from './sample.ts';
import { neededSize } from '../pool/sizing.ts';
import { counted, waitingTasks } from './wording.ts';

/** What to change about the pools, by their last sample; nothing about one that is not known. */
export function poolRecommendations(
  evidence: Evidence,
  baselines: Readonly<Record<string, Baseline>>,
): readonly Advice[] {
  const known = evidence.pools.flatMap(({ pool, figures }) => (figures === undefined ? [] : [{ pool, figures }]));
  const sizes = known.flatMap(({ pool, figures }) => size(pool, figures, evidence));
  const failing = known.flatMap(({ pool, figures }) => phases(pool, figures, evidence));
  const slow = known.flatMap(({ pool, figures }) => pace(pool, figures, baselines[pool], evidence));
  return [
    ...someAdvice(
      sizes,
      (count, names) => `see to the size of ${count} more pools that are full or have a queue: ${names}`,
    ),
    ...someAdvice(failing, (count, names) => `investigate why tasks of ${count} more pools fail: ${names}`),
    ...someAdvice(slow, (count, names) => `compare the phases of recent tasks of ${count} more pools: ${names}`),
  ];
}

/** Of a pool that is busy for long, or has a queue: what holds its tasks back, or by how much it is too small. */
function size(pool: string, figures: PoolFigures, evidence: Evidence): readonly OneOfMany[] {
  const use = capacityLevel(pool, 'utilization', evidence);
  const queue = capacityLevel(pool, 'queue', evidence);
  if (queue === undefined && use !== 'critical' && use !== 'warning') return [];
  const { allowed, active, queue_depth, mode, intake } = figures;
  const wait = waitingTasks(queue_depth);
  const advice = (text: string): readonly OneOfMany[] => [
    { checks: [`utilization:${pool}`, `queue:${pool}`], text, subject: pool, weight: queue_depth },
  ];
  if (intake !== 'open') return advice(`resume pool ${pool}: its intake is ${intake}, and ${wait}`);
  if (mode !== 'NORMAL') {
    return advice(
      `add a worker: pool ${pool} is down to ${allowed} of ${figures.size} leases by mode ${mode}, and ${wait}`,
    );
  }
  const needed = neededSize(figures);
  if (needed <= figures.size) return [];
  const bound = needed > figures.max ? ` and max from ${figures.max} to ${needed}` : '';
  const change = `raise max_concurrent of pool ${pool} from ${figures.size} to ${needed}${bound}`;
  return advice(`${change}: ${active} of ${allowed} leases are in use and ${wait}`);
}

/** Where success is low: the phase in which most of the tasks failed, the first of several. */
function phases(pool: string, { recent }: PoolFigures, { settings: { success } }: Evidence): readonly OneOfMany[] {
  const { completed, failed, failed_by_phase: by } = recent;
  const share = successPct({ completed, failed }, success.events);
  if (share === undefined || share >= success.warning) return [];
  const count = (phase: Phase): number => by[phase] ?? 0;
  const worst = PHASES.reduce<Phase>((most, phase) => (count(phase) > count(most) ? phase : most), PHASES[0]);
  const there = count(worst);
  if (there === 0) return [];
  const text = `investigate ${worst}: ${there} of ${counted(completed + failed, 'task')} of pool ${pool} failed there`;
  return [{ checks: [`success:${pool}`], text, subject: pool, weight: failed }];
}

function pace(
  pool: string,
  { recent }: PoolFigures,
  baseline: Baseline | undefined,
  { settings }: Evidence,
): readonly OneOfMany[] {
  const usual = usualDuration(baseline, settings);
  const { mean_duration_ms: mean, completed } = recent;
  if (usual === undefined || mean === null || completed < settings.success.events) return [];
  if (mean <= settings.duration.factor * usual) return [];
  const text = `compare the phases of recent tasks of pool ${pool}: they take ${roundedDuration(mean)}, usually ${roundedDuration(usual)}`;
  return [{ checks: [`latency:${pool}`], text, subject: pool, weight: mean / usual }];
}
