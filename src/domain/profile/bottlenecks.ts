import { addHistograms, type DurationHistogram, percentileOf } from '../history/duration-histogram.ts';
import { type Phase, PHASES } from '../phase.ts';
import { type Section, SECTIONS } from './section.ts';

/** How long one section of one phase took in some attempts; those in which it took no time are not among them. */
export interface MeasuredSection {
  readonly section: Section;
  readonly phase: Phase;
  readonly total_ms: number;
  /** A duration for each attempt. */
  readonly histogram: DurationHistogram;
}

/** One section of one phase over all attempts, in ms; `share` is its part of the time of all of them, 0 to 1. */
export interface Bottleneck {
  readonly section: Section;
  readonly phase: Phase;
  readonly count: number;
  readonly total_ms: number;
  readonly mean_ms: number;
  /** Within 1 %: see duration-histogram.ts. */
  readonly p95_ms: number;
  readonly share: number;
}

/**
 * Sections of phases by the time they took, most expensive first. What is measured of one section and phase may come in
 * any number of parts.
 */
export function rankBottlenecks(measured: readonly MeasuredSection[]): readonly Bottleneck[] {
  const all_ms = sumOf(measured.map(({ total_ms }) => total_ms));
  const ranked = SECTIONS.flatMap((section) =>
    PHASES.flatMap((phase) => {
      const parts = measured.filter((part) => part.section === section && part.phase === phase);
      const histogram = addHistograms(parts.map((part) => part.histogram));
      const p95_ms = percentileOf(histogram, 0.95);
      if (p95_ms === null) return [];
      const count = sumOf(Object.values(histogram));
      const total_ms = sumOf(parts.map((part) => part.total_ms));
      const share = all_ms === 0 ? 0 : total_ms / all_ms;
      return [{ section, phase, count, total_ms, mean_ms: total_ms / count, p95_ms, share }];
    }),
  );
  return ranked.toSorted((one, other) => other.total_ms - one.total_ms);
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
