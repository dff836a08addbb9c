import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogramOf, RELATIVE_ERROR } from '../history/duration-histogram.ts';
import { PHASES } from '../phase.ts';
import { type MeasuredSection, rankBottlenecks } from './bottlenecks.ts';
import { SECTIONS } from './section.ts';

type Part = Pick<MeasuredSection, 'section' | 'phase'> & { readonly durations: readonly number[] };

const measured = ({ section, phase, durations }: Part): MeasuredSection => ({
  section,
  phase,
  total_ms: sum(durations),
  histogram: histogramOf(durations),
});
const sum = (numbers: readonly number[]): number => numbers.reduce((all, number) => all + number, 0);

const part: fc.Arbitrary<Part> = fc.record({
  section: fc.constantFrom(...SECTIONS),
  phase: fc.constantFrom(...PHASES),
  durations: fc.array(fc.integer({ min: 1, max: 2_000_000 }), { maxLength: 12 }),
});

describe('bottlenecks', () => {
  it('are sections of phases, the most expensive first', () => {
    const parts: Part[] = [
      { section: 'db_update', phase: 'GUARDIAN_REVIEW', durations: [2, 4] },
      { section: 'agent_request', phase: 'CODE_IMPLEMENTATION', durations: [60, 20] },
      { section: 'agent_request', phase: 'GUARDIAN_REVIEW', durations: [14] },
    ];
    expect(rankBottlenecks(parts.map(measured))).toMatchObject([
      { section: 'agent_request', phase: 'CODE_IMPLEMENTATION', count: 2, total_ms: 80, mean_ms: 40, share: 0.8 },
      { section: 'agent_request', phase: 'GUARDIAN_REVIEW', count: 1, total_ms: 14, mean_ms: 14, share: 0.14 },
      { section: 'db_update', phase: 'GUARDIAN_REVIEW', count: 2, total_ms: 6, mean_ms: 3, share: 0.06 },
    ]);
  });

  it('are none where nothing was measured, and have no share of no time', () => {
    expect(rankBottlenecks([])).toEqual([]);
    const still = { section: 'other', phase: 'E2E_VALIDATION', total_ms: 0, histogram: { 0: 2 } } as const;
    expect(rankBottlenecks([still])).toMatchObject([{ count: 2, share: 0 }]);
  });

  it('are in order, each once, and their shares are one whole', () => {
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const ranked = rankBottlenecks(parts.map(measured));
        expect(ranked.map(({ total_ms }) => total_ms)).toEqual(
          ranked.map(({ total_ms }) => total_ms).toSorted((one, other) => other - one),
        );
        expect(new Set(ranked.map(({ section, phase }) => `${section}/${phase}`)).size).toBe(ranked.length);
        expect(sum(ranked.map(({ share }) => share))).toBeCloseTo(ranked.length === 0 ? 0 : 1, 9);
        expect(sum(ranked.map(({ total_ms }) => total_ms))).toBe(sum(parts.flatMap(({ durations }) => durations)));
        expect(sum(ranked.map(({ count }) => count))).toBe(parts.flatMap(({ durations }) => durations).length);
      }),
    );
  });

  it('are the same however the measurements are split and ordered', () => {
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const singly = parts.flatMap((one) => one.durations.map((duration) => ({ ...one, durations: [duration] })));
        expect(rankBottlenecks(singly.toReversed().map(measured))).toEqual(rankBottlenecks(parts.map(measured)));
      }),
    );
  });

  it('have a 95th percentile within 1 % of the one by nearest rank', () => {
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        for (const { section, phase, p95_ms } of rankBottlenecks(parts.map(measured))) {
          const durations = parts
            .filter((one) => one.section === section && one.phase === phase)
            .flatMap((one) => one.durations)
            .toSorted((one, other) => one - other);
          const exact = durations[Math.ceil(0.95 * durations.length) - 1] ?? 0;
          expect(Math.abs(p95_ms - exact)).toBeLessThanOrEqual(exact * RELATIVE_ERROR * 1.001);
        }
      }),
    );
  });
});
