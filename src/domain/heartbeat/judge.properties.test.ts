import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstJudgement, judge, type Judgement, type Signs } from './judge.ts';
import { FAILED_AFTER_INTERVALS, stateOfAge } from './state.ts';
import { uptimeOf } from './uptime.ts';

const CHECK_MS = 1_000;
const RUNS = { numRuns: 1_000 };

/** What happens in the second before a check: nothing, a heartbeat so many ms before it, or a process that takes the place. */
const second = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ kind: 'silence' as const }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('beat' as const), ago: fc.nat(CHECK_MS - 1) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'expected' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('ended' as const),
      how: fc.constantFrom('stopped' as const, 'died' as const),
    }),
  },
);
const histories = fc.record({
  interval_ms: fc.integer({ min: 100, max: 6_000 }),
  seconds: fc.array(second, { minLength: 1, maxLength: 60 }),
});

interface Checked {
  readonly now: number;
  readonly signs: Signs;
  readonly before: Judgement;
  readonly after: Judgement;
  readonly changed: boolean;
}

/** A check each second, watched from the beginning. */
function checksOf({ interval_ms, seconds }: typeof histories extends fc.Arbitrary<infer T> ? T : never): Checked[] {
  let signs: Signs = { interval_ms, expected_at: 0, last_beat_at: null, ended: null };
  let judgement = firstJudgement(0);
  return seconds.map((happened, index) => {
    const now = (index + 1) * CHECK_MS;
    if (happened.kind === 'expected') signs = { ...signs, expected_at: now, last_beat_at: null, ended: null };
    if (happened.kind === 'beat' && signs.ended === null) signs = { ...signs, last_beat_at: now - happened.ago };
    if (happened.kind === 'ended') signs = { ...signs, ended: { how: happened.how, reason: 'x' } };
    const before = judgement;
    const { judgement: after, change } = judge(signs, before, { now, since: 0 });
    judgement = after;
    return { now, signs, before, after, changed: change !== undefined };
  });
}

describe('checks each second over any sequence of heartbeats', () => {
  it('find the state of the age, which the first check after a change of it tells', () => {
    fc.assert(
      fc.property(histories, (history) => {
        for (const { now, signs, after } of checksOf(history)) {
          if (signs.ended !== null) expect(after.state).toBe(signs.ended.how === 'stopped' ? 'STOPPED' : 'FAILED');
          else if (signs.last_beat_at !== null) {
            expect(after.state).toBe(stateOfAge(now - signs.last_beat_at, signs.interval_ms));
          } else {
            expect(['EXPECTED', 'FAILED']).toContain(after.state);
            const overdue = now - signs.expected_at >= FAILED_AFTER_INTERVALS * signs.interval_ms;
            if (overdue) expect(after.state).toBe('FAILED');
          }
        }
      }),
      RUNS,
    );
  });

  it('tell each change once, from the state before to another', () => {
    fc.assert(
      fc.property(histories, (history) => {
        for (const { now, before, after, changed } of checksOf(history)) {
          expect(changed).toBe(before.state !== after.state);
          if (changed) expect(after.since).toBe(now);
          else expect(after).toBe(before);
        }
      }),
      RUNS,
    );
  });

  it('count as failed the time between checks that found FAILED, neither more nor less', () => {
    fc.assert(
      fc.property(histories, (history) => {
        let failed = 0;
        for (const { now, before, after } of checksOf(history)) {
          if (before.state === 'FAILED') failed += CHECK_MS;
          const uptime = uptimeOf(after, 0, now);
          if (after.state !== 'STOPPED') expect(uptime).toBeCloseTo(1 - failed / now, 9);
        }
      }),
      RUNS,
    );
  });
});
