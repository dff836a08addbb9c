import { describe, expect, it } from 'vitest';
import { firstJudgement, judge, nextDecisionMs, type Judgement, type Signs } from './judge.ts';
import type { HeartbeatState } from './state.ts';

const INTERVAL = 5_000;
const T0 = 1_000_000;

const signs = (more: Partial<Signs> = {}): Signs => ({
  interval_ms: INTERVAL,
  expected_at: T0,
  last_beat_at: T0,
  ended: null,
  ...more,
});
const judged = (state: HeartbeatState): Judgement => ({ state, since: T0, failed_ms: 0 });
const stateAt = (now: number, of: Signs, before: HeartbeatState, since = 0): HeartbeatState =>
  judge(of, judged(before), { now: T0 + now, since }).judgement.state;

describe('a judgement by the last heartbeat', () => {
  it('changes at each interval, and says why', () => {
    let judgement = firstJudgement(T0);
    const seen = [0, 4_999, 5_000, 9_999, 10_000, 14_999, 15_000, 60_000].map((ms) => {
      const step = judge(signs(), judgement, { now: T0 + ms, since: 0 });
      judgement = step.judgement;
      return step.change;
    });
    expect(seen).toEqual([
      { from: 'EXPECTED', to: 'HEALTHY', reason: 'a heartbeat came' },
      undefined,
      { from: 'HEALTHY', to: 'DEGRADED', reason: 'no heartbeat for 5000 ms' },
      undefined,
      { from: 'DEGRADED', to: 'CRITICAL', reason: 'no heartbeat for 10000 ms' },
      undefined,
      { from: 'CRITICAL', to: 'FAILED', reason: 'no heartbeat for 15000 ms' },
      undefined,
    ]);
    expect(judgement).toEqual({ state: 'FAILED', since: T0 + 15_000, failed_ms: 0 });
  });

  it('recovers with the next heartbeat, and remembers how long it had failed', () => {
    const back = judge(
      signs({ last_beat_at: T0 + 40_000 }),
      { state: 'FAILED', since: T0 + 15_000, failed_ms: 7 },
      { now: T0 + 40_000, since: 0 },
    );
    expect(back.change).toEqual({ from: 'FAILED', to: 'HEALTHY', reason: 'a heartbeat came' });
    expect(back.judgement).toEqual({ state: 'HEALTHY', since: T0 + 40_000, failed_ms: 25_007 });
  });

  it('recovers as far as the heartbeat is young', () => {
    const late = judge(signs({ last_beat_at: T0 - 6_000 }), judged('FAILED'), { now: T0, since: 0 });
    expect(late.change).toEqual({ from: 'FAILED', to: 'DEGRADED', reason: 'the last heartbeat is 6000 ms old' });
  });

  it('gets no worse by a time that nobody watched, and no better by the watching alone', () => {
    const old = signs({ last_beat_at: T0 - 100_000 });
    expect(stateAt(0, old, 'HEALTHY', T0)).toBe('HEALTHY');
    expect(stateAt(5_000, old, 'HEALTHY', T0)).toBe('DEGRADED');
    expect(stateAt(15_000, old, 'CRITICAL', T0)).toBe('FAILED');
    expect(stateAt(0, old, 'FAILED', T0)).toBe('FAILED');
    expect(stateAt(0, old, 'CRITICAL', T0)).toBe('CRITICAL');
    expect(stateAt(0, old, 'STOPPED', T0)).toBe('HEALTHY');
  });

  it('takes a heartbeat from the future of a clock that was set back for a young one', () => {
    expect(stateAt(0, signs({ last_beat_at: T0 + 9_000 }), 'FAILED')).toBe('HEALTHY');
  });
});

describe('a judgement without a heartbeat', () => {
  const none = signs({ last_beat_at: null });

  it('is not healthy, and FAILED after three intervals from when it was expected', () => {
    expect(stateAt(0, none, 'EXPECTED')).toBe('EXPECTED');
    expect(stateAt(14_999, none, 'EXPECTED')).toBe('EXPECTED');
    const late = judge(none, firstJudgement(T0), { now: T0 + 15_000, since: 0 });
    expect(late.change).toEqual({
      from: 'EXPECTED',
      to: 'FAILED',
      reason: 'no heartbeat ever came within 15000 ms',
    });
  });

  it('counts from when somebody watched', () => {
    expect(stateAt(20_000, none, 'EXPECTED', T0 + 10_000)).toBe('EXPECTED');
    expect(stateAt(25_000, none, 'EXPECTED', T0 + 10_000)).toBe('FAILED');
  });

  it('stays FAILED where the process before it failed, and is expected anew where that was well or stopped', () => {
    expect(stateAt(1, none, 'FAILED')).toBe('FAILED');
    expect(stateAt(1, none, 'STOPPED')).toBe('EXPECTED');
    expect(judge(none, judged('HEALTHY'), { now: T0, since: 0 }).change).toEqual({
      from: 'HEALTHY',
      to: 'EXPECTED',
      reason: 'a process was started',
    });
  });
});

describe('a process that has ended', () => {
  it('is STOPPED if it was asked to, else FAILED at once, however young its last heartbeat is', () => {
    const ended = (how: 'stopped' | 'died') =>
      judge(signs({ ended: { how, reason: 'SIGKILL' } }), judged('HEALTHY'), { now: T0, since: 0 }).change;
    expect(ended('stopped')).toEqual({ from: 'HEALTHY', to: 'STOPPED', reason: 'SIGKILL' });
    expect(ended('died')).toEqual({ from: 'HEALTHY', to: 'FAILED', reason: 'SIGKILL' });
  });
});

describe('the next decision', () => {
  it('is due when the age comes to the next interval, up to the one that fails', () => {
    expect([0, 1, 4_999, 5_000, 14_999, 15_000].map((ms) => nextDecisionMs(signs(), T0 + ms))).toEqual([
      5_000,
      4_999,
      1,
      5_000,
      1,
      Infinity,
    ]);
    expect(nextDecisionMs(signs({ last_beat_at: T0 + 900 }), T0)).toBe(5_000);
  });

  it('is due for who never beat from when it was expected, and never for who has ended', () => {
    expect(nextDecisionMs(signs({ last_beat_at: null, expected_at: T0 - 14_000 }), T0)).toBe(1_000);
    expect(nextDecisionMs(signs({ ended: { how: 'died', reason: 'x' } }), T0)).toBe(Infinity);
  });
});
