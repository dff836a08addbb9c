import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PHASES } from '../phase.ts';
import { type AttemptProfile, NO_TIMES, SECTIONS, type SectionTimes, totalOf } from './section.ts';
import { profileOf } from './task-profile.ts';

const START = Date.parse('2026-03-01T12:00:00.000Z');

function attempt(from: number, to: number, more: Partial<AttemptProfile> = {}): AttemptProfile {
  return {
    task_id: 'chimera-000000000001',
    project: 'shop',
    phase: 'CODE_IMPLEMENTATION',
    round: 1,
    started_at: new Date(START + from).toISOString(),
    ended_at: new Date(START + to).toISOString(),
    times: NO_TIMES,
    background_ms: null,
    ...more,
  };
}

const duration = fc.integer({ min: 0, max: 3_600_000 });
const times: fc.Arbitrary<SectionTimes> = fc.record({
  agent_request: duration,
  state_transition: duration,
  db_update: duration,
  retry_wait: duration,
  other: duration,
});
const attempts = fc.array(
  fc
    .record({
      from: duration,
      took: duration,
      phase: fc.constantFrom(...PHASES),
      round: fc.integer({ min: 1, max: 3 }),
      times,
      background_ms: fc.option(duration),
    })
    .map(({ from, took, ...more }) => attempt(from, from + took, more)),
);

describe('the profile of a task', () => {
  it('has a phase and round with all its attempts, in the order in which they began', () => {
    const first = { ...NO_TIMES, state_transition: 10, agent_request: 70 };
    const again = { ...NO_TIMES, retry_wait: 100, agent_request: 15, db_update: 5 };
    const { total_ms, phases } = profileOf([
      attempt(200, 220, { times: again, background_ms: 2 }),
      attempt(10, 80, { times: first, background_ms: 1 }),
      attempt(300, 310, { phase: 'GUARDIAN_REVIEW', times: { ...NO_TIMES, other: 50 } }),
    ]);
    expect(total_ms).toBe(250);
    expect(phases).toEqual([
      {
        phase: 'CODE_IMPLEMENTATION',
        round: 1,
        attempts: 2,
        started_at: '2026-03-01T12:00:00.010Z',
        ended_at: '2026-03-01T12:00:00.220Z',
        total_ms: 200,
        sections: [
          { section: 'agent_request', ms: 85, share: 0.425 },
          { section: 'state_transition', ms: 10, share: 0.05 },
          { section: 'db_update', ms: 5, share: 0.025 },
          { section: 'retry_wait', ms: 100, share: 0.5 },
          { section: 'other', ms: 0, share: 0 },
        ],
        background_ms: 3,
      },
      expect.objectContaining({ phase: 'GUARDIAN_REVIEW', attempts: 1, total_ms: 50, background_ms: null }),
    ]);
  });

  it('is empty, and has no shares, of a task of which nothing was measured', () => {
    const { total_ms, sections, background_ms, phases } = profileOf([]);
    expect([total_ms, background_ms, phases]).toEqual([0, null, []]);
    expect(sections.map(({ share }) => share)).toEqual(SECTIONS.map(() => 0));
  });

  it('ends a round with the attempt that ended last, whichever began last', () => {
    const { phases } = profileOf([attempt(0, 90), attempt(10, 20)]);
    expect(phases[0]?.ended_at).toBe('2026-03-01T12:00:00.090Z');
  });

  it('has sections that add up to each round’s time, and rounds that add up to the whole', () => {
    fc.assert(
      fc.property(attempts, (given) => {
        const profile = profileOf(given);
        for (const { total_ms, sections } of [profile, ...profile.phases]) {
          expect(sections.reduce((sum, { ms }) => sum + ms, 0)).toBe(total_ms);
          expect(sections.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(total_ms === 0 ? 0 : 1, 9);
        }
        expect(profile.phases.reduce((sum, { total_ms }) => sum + total_ms, 0)).toBe(profile.total_ms);
        expect(profile.total_ms).toBe(given.reduce((sum, one) => sum + totalOf(one.times), 0));
        expect(profile.phases.reduce((sum, one) => sum + one.attempts, 0)).toBe(given.length);
      }),
    );
  });
});
