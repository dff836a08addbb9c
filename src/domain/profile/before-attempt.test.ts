import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STANDARD_RETRY_POLICY } from '../retry-policy.ts';
import { afterFailure, NO_TRIES, type Tries, withWorkersLost } from '../tries.ts';
import { type AttemptContext, beforeAttempt } from './before-attempt.ts';

const START = Date.parse('2026-03-01T12:00:00.000Z');
const FIRST: AttemptContext = { ready_at: new Date(START).toISOString(), tries: NO_TRIES };

function tried(cause: 'transient' | 'postponed' | 'worker_lost', at: number, before = NO_TRIES): Tries {
  const circumstances = { policy: STANDARD_RETRY_POLICY, random: 0.5, now: at };
  return afterFailure(before, { class: cause, error: 'away', wait_ms: 1_000 }, circumstances).tries;
}

describe('before a first attempt', () => {
  it('a phase waited to be handed over since it could begin', () => {
    expect(beforeAttempt(FIRST, START + 40)).toEqual({ state_transition: 40, retry_wait: 0 });
  });
});

describe('before a later attempt', () => {
  it('the time since the one before ended is a wait', () => {
    for (const cause of ['transient', 'postponed', 'worker_lost'] as const) {
      const tries = tried(cause, START + 500);
      const before = beforeAttempt({ ...FIRST, tries }, START + 2_500);
      expect(before).toEqual({ state_transition: 0, retry_wait: 2_000 });
    }
  });

  it('the time of an attempt whose worker died without a word is part of the wait', () => {
    const tries = withWorkersLost(tried('transient', START + 500), 1, START + 20_000);
    expect(beforeAttempt({ ...FIRST, tries }, START + 20_000).retry_wait).toBe(19_500);
    const lostAtOnce = withWorkersLost(NO_TRIES, 1, START + 20_000);
    expect(beforeAttempt({ ...FIRST, tries: lostAtOnce }, START + 20_000).retry_wait).toBe(20_000);
  });
});

it('no clock makes a wait negative', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.boolean(), (offset, again) => {
      const tries = again ? tried('transient', START) : NO_TRIES;
      const { state_transition, retry_wait } = beforeAttempt({ ...FIRST, tries }, START + offset);
      expect(state_transition + retry_wait).toBe(Math.max(0, offset));
    }),
  );
});
