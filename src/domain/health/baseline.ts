import { RECENT_MS } from './pool-sample.ts';
import { figuresOf } from './sample-index.ts';
import type { HealthSample, PoolFigures } from './sample.ts';
import type { HealthSettings } from './settings.ts';

/** How long a pool's tasks usually take: plain JSON, to be kept between evaluations. */
export interface Baseline {
  readonly mean_ms: number;
  /** Tasks that it was learned from. */
  readonly tasks: number;
  /** The sample that it was last learned from: its time in ms since the epoch, and its count of completed tasks. */
  readonly at: number;
  readonly completed: number;
}

/** The weight of one more task once many are known. */
const WEIGHT = 0.01;

/** The weight of a task of a spike. */
const SPIKE_WEIGHT = 0.001;

/**
 * The baselines of all pools after the samples that are an hour old by now and were not learned from before; the caller
 * keeps samples for somewhat longer than that hour. The hour tells whether a spike was beginning, so that none is learned
 * on its way up. An exponentially weighted moving average (Roberts, "Control Chart Tests Based on Geometric Moving
 * Averages", Technometrics 1, 1959): n tasks with the mean x make m to m + (1 − (1 − λ)^n)(x − m), λ = 0.01, and to the
 * plain mean while that gives them more weight. While x, or the mean of the last hour, is what would be reported
 * (above `factor` × m), there is a spike: λ = 0.001 and x at most factor × m, so that 100 tasks of it move m by 11 % at
 * most, and a pace that stays is the usual one after some 700 tasks for each doubling.
 */
export function learnBaselines(
  baselines: Readonly<Record<string, Baseline>>,
  { samples, now }: { readonly samples: readonly HealthSample[]; readonly now: number },
  settings: Pick<HealthSettings, 'duration'>,
): Readonly<Record<string, Baseline>> {
  const ripe = samples.filter(({ at }) => now - at >= RECENT_MS).toSorted((left, right) => left.at - right.at);
  const pools = new Set(ripe.flatMap((sample) => sample.pools.map(({ pool }) => pool)));
  return [...pools].reduce((before, pool) => {
    const last = samples.findLast((sample) => figuresOf(sample, pool) !== undefined);
    const lately = (last === undefined ? undefined : figuresOf(last, pool)?.recent.mean_duration_ms) ?? 0;
    const known = before[pool];
    const learned = ripe.reduce((baseline, sample) => learn(baseline, sample, pool, lately, settings), known);
    return learned === known || learned === undefined ? before : { ...before, [pool]: learned };
  }, baselines);
}

/** The usual mean duration in ms; undefined until enough tasks are known. */
export function usualDuration(
  baseline: Baseline | undefined,
  { duration }: Pick<HealthSettings, 'duration'>,
): number | undefined {
  return baseline !== undefined && baseline.tasks >= duration.tasks ? baseline.mean_ms : undefined;
}

function learn(
  baseline: Baseline | undefined,
  sample: HealthSample,
  pool: string,
  lately: number,
  settings: Pick<HealthSettings, 'duration'>,
): Baseline | undefined {
  const figures = figuresOf(sample, pool);
  if (figures === undefined || sample.at <= (baseline?.at ?? 0)) return baseline;
  const mean = figures.recent.mean_duration_ms;
  const tasks = newTasks(baseline, figures);
  const learned = { at: sample.at, completed: figures.ended.completed };
  if (mean === null || tasks === 0) return baseline === undefined ? undefined : { ...baseline, ...learned };
  if (baseline === undefined) return { mean_ms: mean, tasks, ...learned };
  const { mean_ms } = baseline;
  const all = baseline.tasks + tasks;
  const most = settings.duration.factor * (usualDuration(baseline, settings) ?? Infinity);
  const share =
    Math.max(mean, lately) > most ? moved(SPIKE_WEIGHT, tasks) : Math.max(moved(WEIGHT, tasks), tasks / all);
  return { mean_ms: mean_ms + share * (Math.min(mean, most) - mean_ms), tasks: all, ...learned };
}

/** The tasks that completed since the last sample; of a pool that is new here, or began anew, those it knows of. */
function newTasks(baseline: Baseline | undefined, { ended, recent }: PoolFigures): number {
  const before = baseline?.completed ?? 0;
  const since = ended.completed < before ? ended.completed : ended.completed - before;
  return Math.min(since, recent.completed);
}

function moved(weight: number, tasks: number): number {
  return 1 - (1 - weight) ** tasks;
}
