import { describe, expect, it } from 'vitest';
import {
  BREAKER_STATES,
  type BreakerEvent,
  type BreakerStep,
  type CircuitBreaker,
  DEFAULT_BREAKER_SETTINGS,
  liveProbes,
  NEW_BREAKER,
  react,
} from './circuit-breaker.ts';

const NOON = Date.parse('2026-03-01T12:00:00.000Z');
const MINUTE = 60_000;
const settings = DEFAULT_BREAKER_SETTINGS;

const step = (breaker: CircuitBreaker, event: BreakerEvent, now = NOON): BreakerStep =>
  react(breaker, event, settings, now);

const after = (breaker: CircuitBreaker, event: BreakerEvent, now = NOON): CircuitBreaker =>
  step(breaker, event, now).breaker;

function ends(breaker: CircuitBreaker, kind: 'succeeded' | 'failed' | 'released' | 'alive', token = 'a'): BreakerEvent {
  const { generation } = breaker;
  return kind === 'failed' ? { kind, token, generation, reason: 'it is down' } : { kind, token, generation };
}

const failing = (times: number, breaker: CircuitBreaker = NEW_BREAKER): CircuitBreaker =>
  times === 0 ? breaker : failing(times - 1, after(breaker, ends(breaker, 'failed')));

const OPEN = failing(5);
const enter = (breaker: CircuitBreaker, token: string, now: number): BreakerStep =>
  step(breaker, { kind: 'enter', token }, now);
const HALF_OPEN = enter(OPEN, 'a', NOON + MINUTE).breaker;

describe('a breaker', () => {
  it('is closed, open or half open', () => {
    expect([NEW_BREAKER, OPEN, HALF_OPEN].map(({ state }) => state)).toEqual(BREAKER_STATES);
  });
});

describe('a closed breaker', () => {
  it('lets every call in, and changes nothing by it', () => {
    const { breaker, entrance, reason } = enter(NEW_BREAKER, 'a', NOON);
    expect(entrance).toEqual({ kind: 'admitted', generation: 0, probe: false });
    expect(breaker).toBe(NEW_BREAKER);
    expect(reason).toBeUndefined();
  });

  it('counts failures, and opens at the fifth in a row for a minute', () => {
    expect(failing(4)).toEqual({ state: 'CLOSED', generation: 0, consecutive_failures: 4 });
    expect(OPEN).toEqual({
      state: 'OPEN',
      generation: 1,
      consecutive_failures: 5,
      since: NOON,
      until: NOON + MINUTE,
    });
    expect(step(failing(4), ends(failing(4), 'failed')).reason).toBe('5 failures in a row, the last: it is down');
  });

  it('begins to count anew after a success, and not after a call that says nothing', () => {
    const four = failing(4);
    expect(after(four, ends(four, 'succeeded'))).toEqual(NEW_BREAKER);
    expect(after(NEW_BREAKER, ends(NEW_BREAKER, 'succeeded'))).toBe(NEW_BREAKER);
    expect(after(four, ends(four, 'released'))).toBe(four);
    expect(after(four, ends(four, 'alive'))).toBe(four);
  });
});

describe('an open breaker', () => {
  it('lets nobody in before its time, and says how long that is', () => {
    const { breaker, entrance } = enter(OPEN, 'a', NOON + 20_000);
    expect(entrance).toEqual({ kind: 'refused', retry_ms: 40_000 });
    expect(breaker).toBe(OPEN);
    expect(enter(OPEN, 'a', NOON + MINUTE - 1).entrance).toEqual({ kind: 'refused', retry_ms: 1 });
  });

  it('is half open at its time, with the first call in it', () => {
    const { breaker, entrance, reason } = enter(OPEN, 'a', NOON + MINUTE);
    expect(entrance).toEqual({ kind: 'admitted', generation: 2, probe: true });
    expect(breaker).toEqual({
      state: 'HALF_OPEN',
      generation: 2,
      consecutive_failures: 5,
      since: NOON + MINUTE,
      probes: [{ token: 'a', since: NOON + MINUTE, until: NOON + 2 * MINUTE }],
    });
    expect(reason).toBe('its time is over, so it is tried again');
  });

  it('hears no outcome of a call that began before it opened', () => {
    for (const kind of ['succeeded', 'failed', 'released', 'alive'] as const) {
      expect(after(OPEN, ends(NEW_BREAKER, kind))).toBe(OPEN);
      expect(after(HALF_OPEN, ends(NEW_BREAKER, kind))).toBe(HALF_OPEN);
      expect(after(OPEN, ends(OPEN, kind))).toBe(OPEN);
    }
  });

  it('does not stay open for hours because the clock was set back', () => {
    expect(enter(OPEN, 'a', NOON - 30_000).entrance).toMatchObject({ kind: 'refused' });
    expect(enter(OPEN, 'a', NOON - 60 * MINUTE).entrance).toMatchObject({ kind: 'admitted' });
    expect(enter(OPEN, 'a', NOON - MINUTE).entrance).toMatchObject({ kind: 'admitted' });
    expect(enter(OPEN, 'a', NOON - MINUTE + 1).entrance).toMatchObject({ kind: 'refused' });
  });
});

describe('a half-open breaker', () => {
  const at = NOON + MINUTE;
  const full = ['b', 'c'].reduce((breaker, token) => enter(breaker, token, at).breaker, HALF_OPEN);

  it('lets three calls in and no more', () => {
    expect(enter(HALF_OPEN, 'b', at).entrance).toEqual({ kind: 'admitted', generation: 2, probe: true });
    expect(liveProbes({ probes: [], ...full }, at).map(({ token }) => token)).toEqual(['a', 'b', 'c']);
    const { breaker, entrance } = enter(full, 'd', at);
    expect(entrance).toEqual({ kind: 'refused', retry_ms: 0 });
    expect(breaker).toBe(full);
  });

  it('closes at one success, and forgets its failures', () => {
    const { breaker, reason } = step(full, ends(full, 'succeeded', 'b'), at);
    expect(breaker).toEqual({ state: 'CLOSED', generation: 3, consecutive_failures: 0 });
    expect(reason).toBe('a call succeeded');
  });

  it('opens again for a whole minute at one failure', () => {
    const { breaker, reason } = step(full, ends(full, 'failed', 'b'), at + 5);
    expect(breaker).toEqual({
      state: 'OPEN',
      generation: 3,
      consecutive_failures: 6,
      since: at + 5,
      until: at + 5 + MINUTE,
    });
    expect(reason).toBe('a call that tried it failed: it is down');
    expect(after(breaker, ends(full, 'failed', 'c'), at + 9)).toBe(breaker);
  });

  it('has room again when a call ends without a word about the agent', () => {
    const released = after(full, ends(full, 'released', 'b'), at);
    expect(enter(released, 'd', at).entrance).toMatchObject({ kind: 'admitted', generation: 2 });
    expect(after(full, ends(full, 'released', 'unknown'), at)).toBe(full);
  });

  it('takes back the place of a call that hangs, so that another may try', () => {
    expect(enter(full, 'd', at + MINUTE - 1).entrance).toMatchObject({ kind: 'refused' });
    const { breaker, entrance } = enter(full, 'd', at + MINUTE);
    expect(entrance).toMatchObject({ kind: 'admitted' });
    expect(breaker).toMatchObject({ probes: [{ token: 'd' }] });
  });

  it('leaves its place to a call that shows signs of life', () => {
    const alive = after(full, ends(full, 'alive', 'b'), at + 50_000);
    const { breaker } = enter(alive, 'd', at + MINUTE);
    expect(breaker).toMatchObject({
      probes: [
        { token: 'b', until: at + 50_000 + MINUTE },
        { token: 'd', until: at + 2 * MINUTE },
      ],
    });
  });

  it('gives no place back to a call that was silent while others took them all', () => {
    const others = ['d', 'e', 'f'].reduce((breaker, token) => enter(breaker, token, at + MINUTE).breaker, full);
    expect(after(others, ends(others, 'alive', 'a'), at + MINUTE)).toBe(others);
  });

  it('believes a call of its own whose place was taken back', () => {
    const later = enter(full, 'd', at + MINUTE).breaker;
    expect(after(later, ends(later, 'succeeded', 'a'), at + MINUTE)).toMatchObject({ state: 'CLOSED' });
    expect(after(later, ends(later, 'failed', 'a'), at + MINUTE)).toMatchObject({ state: 'OPEN' });
  });
});

describe('an operator', () => {
  const tripped = step(failing(2), { kind: 'trip', reason: 'the provider is being moved' }, NOON);

  it('trips a breaker, which stays open until a reset', () => {
    expect(tripped).toEqual({
      breaker: { state: 'OPEN', generation: 1, consecutive_failures: 2, since: NOON },
      reason: 'the provider is being moved',
    });
    expect(enter(tripped.breaker, 'a', NOON + 99 * MINUTE)).toEqual({
      breaker: tripped.breaker,
      entrance: { kind: 'refused', retry_ms: MINUTE },
    });
    expect(after(OPEN, { kind: 'trip', reason: 'longer' }, NOON + 1)).toEqual({
      state: 'OPEN',
      generation: 2,
      consecutive_failures: 5,
      since: NOON + 1,
    });
  });

  it('changes nothing by tripping twice, or by a reset of one that has nothing to forget', () => {
    expect(step(tripped.breaker, { kind: 'trip', reason: 'again' })).toEqual({ breaker: tripped.breaker });
    expect(after(NEW_BREAKER, { kind: 'reset', reason: 'to be sure' })).toBe(NEW_BREAKER);
  });

  it('resets a breaker, and calls under way are not counted any more', () => {
    const reset = { kind: 'reset', reason: 'it is back' } as const;
    for (const breaker of [tripped.breaker, OPEN, HALF_OPEN, failing(3)]) {
      expect(step(breaker, reset)).toEqual({
        breaker: { state: 'CLOSED', generation: breaker.generation + 1, consecutive_failures: 0 },
        reason: 'it is back',
      });
    }
    const closed = after(failing(3), reset);
    expect(after(closed, ends(failing(3), 'failed'))).toBe(closed);
  });
});
