import type { AgentSample, HealthSample, PoolSample } from './sample.ts';
import type { OutcomeCounts } from '../pool/window.ts';
import type { HealthSettings } from './settings.ts';

/** What is judged: the samples in their order, and the last one if it is fresh enough to say how things are. */
export interface Evidence {
  readonly samples: readonly HealthSample[];
  readonly latest: HealthSample | undefined;
  /** The pools and the agents that the last sample knew of, with what is known of them now. */
  readonly pools: readonly PoolSample[];
  readonly agents: readonly AgentSample[];
  readonly now: number;
  readonly settings: HealthSettings;
}

/** A figure at a moment. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

/** Samples as evidence; those that claim to be of a time to come are left out. */
export function evidenceOf(all: readonly HealthSample[], now: number, settings: HealthSettings): Evidence {
  const samples = all
    .filter(({ at }) => at - now <= settings.patience_ms)
    .toSorted((left, right) => left.at - right.at);
  const last = samples.at(-1);
  const latest = last !== undefined && now - last.at <= settings.patience_ms ? last : undefined;
  return {
    samples,
    latest,
    pools: latest?.pools ?? last?.pools.map(({ pool }) => ({ pool })) ?? [],
    agents: latest?.agents ?? last?.agents.map(({ agent }) => ({ agent })) ?? [],
    now,
    settings,
  };
}

/** A figure over the samples that know it, oldest first. */
export function pointsOf(
  { samples }: Pick<Evidence, 'samples'>,
  pick: (sample: HealthSample) => number | undefined,
): Point[] {
  return samples.flatMap((sample) => {
    const value = pick(sample);
    return value === undefined ? [] : [{ at: sample.at, value }];
  });
}

/**
 * For how long something holds already, in ms: over the samples from the last one back to the first that says otherwise,
 * or to the first gap of more than the patience. Undefined when it does not hold now, or nobody knows.
 */
export function heldFor(
  points: readonly Point[],
  holds: (value: number) => boolean,
  { now, settings }: Pick<Evidence, 'now' | 'settings'>,
): number | undefined {
  const last = points.at(-1);
  let later = now;
  let since: number | undefined;
  for (const { at, value } of points.toReversed()) {
    if (later - at > settings.patience_ms || !holds(value)) break;
    since = at;
    later = at;
  }
  return last === undefined || since === undefined ? undefined : last.at - since;
}

/** What ended since a moment, by counters that may begin anew; what a sample does not know is told by the next. */
export function endsSince(
  { samples }: Pick<Evidence, 'samples'>,
  since: number,
  pick: (sample: HealthSample) => OutcomeCounts | undefined,
): OutcomeCounts {
  const counts = samples.filter(({ at }) => at >= since).flatMap((sample) => pick(sample) ?? []);
  return {
    completed: increase(counts.map(({ completed }) => completed)),
    failed: increase(counts.map(({ failed }) => failed)),
  };
}

/** By how much a counter grew; one that is lower than before began at nought in between. */
function increase([first = 0, ...later]: readonly number[]): number {
  let before = first;
  return later.reduce((sum, count) => {
    const grown = count < before ? count : count - before;
    before = count;
    return sum + grown;
  }, 0);
}

/** Successes among what ended, in percent; undefined of fewer than `events`. */
export function successPct({ completed, failed }: OutcomeCounts, events: number): number | undefined {
  const ended = completed + failed;
  return ended === 0 || ended < events ? undefined : (completed / ended) * 100;
}
