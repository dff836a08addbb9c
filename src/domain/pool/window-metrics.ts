import { type Phase, PHASES } from '../phase.ts';
import { percentile } from './percentiles.ts';
import type { FinishedTask } from './state.ts';
import { type Trend, trend } from './trend.ts';
import { mean } from './window.ts';

const HOUR_MS = 3_600_000;

/** A trend read off the gaps between ends: where the gaps grow, ends come less often. */
const OF_FREQUENCY: Readonly<Record<Trend, Trend>> = {
  increasing: 'decreasing',
  stable: 'stable',
  decreasing: 'increasing',
};

/** How long the tasks took, in ms, and where that goes. */
export function durations(window: readonly FinishedTask[]) {
  const inOrderOfEnd = window.map(({ duration_ms }) => duration_ms);
  const ascending = inOrderOfEnd.toSorted((left, right) => left - right);
  return {
    avg_workflow_duration_ms: mean(inOrderOfEnd) ?? null,
    p50_workflow_duration_ms: percentile(ascending, 50) ?? null,
    p95_workflow_duration_ms: percentile(ascending, 95) ?? null,
    p99_workflow_duration_ms: percentile(ascending, 99) ?? null,
    latency_trend: trend(inOrderOfEnd),
  };
}

/** How the tasks ended, the cancelled not counted, and what retries were good for; shares of 1. */
export function quality(window: readonly FinishedTask[]) {
  const judged = window.filter(({ status }) => status !== 'cancelled');
  const failures = judged.map(({ status }) => (status === 'completed' ? 0 : 1));
  const retried = window.reduce((sum, task) => sum + task.retried_phases, 0);
  const recovered = window.reduce((sum, task) => sum + task.recovered_phases, 0);
  return {
    success_rate: mean(failures.map((failure) => 1 - failure)) ?? null,
    failure_rate_by_phase: failureRateByPhase(judged),
    retry_success_rate: retried === 0 ? null : recovered / retried,
    failure_trend: trend(failures),
  };
}

/** How often tasks end: each hour since the first end in the window, and where that goes. */
export function pace(window: readonly FinishedTask[], now: number) {
  const [first] = window;
  const gaps = gapsBetween(window.map(({ at }) => at));
  const span = first === undefined ? 0 : now - first.at;
  return {
    throughput_trend: OF_FREQUENCY[trend(gaps)],
    throughput_per_hour: gaps.length === 0 || span <= 0 ? null : (gaps.length * HOUR_MS) / span,
  };
}

function failureRateByPhase(judged: readonly FinishedTask[]): Readonly<Record<Phase, number>> {
  const failedIn = (phase: Phase): number =>
    mean(judged.map(({ failed_phase }) => (failed_phase === phase ? 1 : 0))) ?? 0;
  return Object.fromEntries(PHASES.map((phase) => [phase, failedIn(phase)])) as Record<Phase, number>;
}

function gapsBetween(ends: readonly number[]): readonly number[] {
  let before: number | undefined;
  return ends.flatMap((at) => {
    const gap = before === undefined ? [] : [at - before];
    before = at;
    return gap;
  });
}
