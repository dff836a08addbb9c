import { describe, expect, it } from 'vitest';
import { finished, leases, T0 } from '../../../tests/support/pool-states.ts';
import { actionRules, DEFAULT_HEALTH_SETTINGS } from '../health/settings.ts';
import { act } from './act.ts';
import { full, kinds, LOOK, MINUTE, pass, pool, RULES, waiting } from './act.testsuite.ts';
import { NO_ACTIONS } from './action.ts';
import { configured, obey, refusal } from './commands.ts';
import { evaluate, isRestless } from './evaluate.ts';
import { receive } from './pool.ts';
import { DEFAULT_POOL_SETTINGS, type PoolSettings } from './settings.ts';
import type { PoolState } from './state.ts';

const fixed: Partial<PoolSettings> = { policy: 'fixed' };

describe('a pool that is full', () => {
  it('is raised after five minutes above 95 %, with cause, figures and the way back, and decides so in its list', () => {
    expect(kinds(pass(full(), 5 * MINUTE))).toEqual([]);
    const raised = pass(full(), 5 * MINUTE + LOOK);
    const at = T0 + 5 * MINUTE + LOOK;
    expect(raised.settings.size).toBe(7);
    expect(raised.scaled_at).toBe(at);
    const cause = 'pool default is used by 100 %, and 0 tasks wait';
    expect(raised.actions.in_force).toEqual([
      {
        ...{ kind: 'raise_size', from: 5, to: 7, at, cause, calm_since: null },
        figures: { size: 5, max: 10, active: 5, queue_depth: 0, utilization_pct: 100 },
        effect: 'the size of pool default went from 5 to 7',
        reversal: 'the size goes back to 5 once at most 4 leases are in use and at most 20 tasks wait for 10 min',
      },
    ]);
    expect(raised.decisions).toEqual([{ at, action: 'raise_size', from_size: 5, to_size: 7, reason: cause }]);
  });

  it('is raised at once for more than 100 waiting tasks, by what they need, to its maximum at most', () => {
    const size = (change: Partial<PoolState>, settings?: Partial<PoolSettings>) =>
      act(full(settings, { queue: waiting(101), ...change }), T0 + MINUTE * 6).settings.size;
    expect(size({})).toBe(7);
    expect(size({ window: [finished({ duration_ms: 60_000, at: T0 + MINUTE })] })).toBe(10);
    expect(size({}, { max: 6 })).toBe(6);
    expect(size({ leases: leases(1) })).toBe(6);
    expect(size({ queue: waiting(100) })).toBe(5);
  });

  it('is left alone at its maximum, or fixed, in a mode that holds back, and while somebody holds its intake', () => {
    for (const one of [
      full({ max: 5 }),
      full(fixed),
      full({}, { mode: 'DEGRADED', leases: leases(2) }),
      full({}, { intake: 'paused' }),
    ]) {
      expect(kinds(pass(one, 10 * MINUTE))).toEqual([]);
    }
  });

  it('is left alone for half an hour after somebody chose its settings', () => {
    const chosen = obey(full(), { kind: 'configure', change: { max: 12 }, reason: 'r' }, T0);
    expect(kinds(pass(chosen, 29 * MINUTE))).toEqual([]);
    expect(kinds(pass(chosen, 30 * MINUTE))).toEqual(['raise_size']);
  });

  it('is not judged by what it was before a gap', () => {
    const before = pass(full(), 4 * MINUTE);
    expect(kinds(act(before, T0 + 10 * MINUTE))).toEqual([]);
    expect(kinds(pass(before, 4 * MINUTE, T0 + 10 * MINUTE))).toEqual([]);
  });

  it('is left alone without rules, without limits and while they are off', () => {
    const state = full({}, { queue: waiting(200) });
    const without = { ...state, actions: NO_ACTIONS };
    expect(act(without, T0 + MINUTE)).toBe(without);
    const { utilization: _, queue: __, ...unlimited } = RULES;
    for (const rules of [unlimited, { ...RULES, enabled: false }]) {
      expect(kinds(pass({ ...state, actions: { ...NO_ACTIONS, rules } }, 10 * MINUTE))).toEqual([]);
    }
  });

  it('is raised further after five minutes more, and still goes back to where it began', () => {
    const raised = pass(full(), 5 * MINUTE + LOOK);
    const busier = { ...raised, leases: leases(7) };
    const at = T0 + 5 * MINUTE + LOOK;
    const again = pass(busier, 5 * MINUTE + LOOK, at);
    expect(again.actions.in_force).toMatchObject([{ kind: 'raise_size', from: 5, to: 9 }]);
    expect(again.actions.ended).toMatchObject([
      { to: 7, ended_by: 'chimera', end_reason: 'it was done again, and goes back to where this one began' },
    ]);
    const idle = pass({ ...again, leases: [] }, 11 * MINUTE, at + 6 * MINUTE);
    expect(idle.settings.size).toBe(5);
  });
});

describe('a raised size', () => {
  const raised = pass(full(), 5 * MINUTE + LOOK);
  const at = T0 + 5 * MINUTE + LOOK;
  const after = (ms: number, change: Partial<PoolState>) => pass({ ...raised, ...change }, ms, at);

  it('is reverted once the work would have fitted before for ten minutes, which is a decision', () => {
    expect(kinds(after(10 * MINUTE, { leases: leases(4) }))).toEqual(['raise_size']);
    const over = after(10 * MINUTE + LOOK, { leases: leases(4) });
    expect(over.settings.size).toBe(5);
    expect(over.actions.ended).toMatchObject([{ kind: 'raise_size', ended_by: 'chimera' }]);
    expect(over.actions.ended[0]?.end_reason).toMatch(/; the size of pool default went from 7 to 5$/);
    expect(over.decisions.at(-1)).toMatchObject({ action: 'revert', from_size: 7, to_size: 5 });
    expect(over.decisions.at(-1)?.reason).toMatch(/^raise_size: the size goes back to 5 once/);
  });

  it('stays while the work needs it, waits, or cannot show what it needs', () => {
    for (const change of [
      { leases: leases(5) },
      { leases: leases(4), queue: waiting(21) },
      { leases: [], intake: 'paused' },
      { leases: [], mode: 'SURVIVAL' },
    ] as const) {
      expect(kinds(after(20 * MINUTE, change))).toEqual(['raise_size']);
    }
  });

  it('is reverted while rules are off, and within the bounds of then', () => {
    const off = { ...raised.actions, rules: { ...RULES, enabled: false } };
    const settings = { ...raised.settings, min: 6 };
    expect(after(11 * MINUTE, { leases: [], actions: off, settings }).settings.size).toBe(6);
  });

  it('is looked at while nothing else goes on', () => {
    const idle = { ...raised, leases: [], settings: { ...raised.settings, min: 7 } };
    expect(isRestless(idle)).toBe(true);
    expect(isRestless({ ...idle, actions: NO_ACTIONS })).toBe(false);
  });

  it('is over once the autoscaler goes on from it', () => {
    const next = evaluate({ ...raised, leases: leases(7) }, at + MINUTE);
    expect(next.settings.size).toBe(9);
    expect(next.actions).toMatchObject({
      in_force: [],
      ended: [{ ended_by: 'chimera', end_reason: 'the pool went on to another size' }],
    });
  });

  it('is somebody else’s once they chose another, and not raised again for half an hour', () => {
    const theirs = obey(raised, { kind: 'configure', change: { size: 6 }, reason: 'r' }, at);
    expect(theirs.actions).toMatchObject({
      in_force: [],
      ended: [
        {
          ended_by: 'operator',
          end_reason: 'somebody else changed what it did, so it is not done again for 30 min',
        },
      ],
    });
    const busy = { ...theirs, leases: leases(6), queue: waiting(101) };
    expect(kinds(pass(busy, 30 * MINUTE - LOOK, at))).toEqual([]);
    expect(kinds(pass(busy, 30 * MINUTE, at))).toEqual(['raise_size']);
    const kept = obey(raised, { kind: 'configure', change: { queue_cap: 9 }, reason: 'r' }, at);
    expect(kinds(kept)).toEqual(['raise_size']);
  });

  it('is over when the configuration changed', () => {
    const next = configured(raised, { ...DEFAULT_POOL_SETTINGS, size: 4 }, at, { ...RULES, enabled: false });
    expect(kinds(next)).toEqual([]);
    expect(next.actions.rules?.enabled).toBe(false);
    const same = receive(raised, [{ kind: 'configured', settings: DEFAULT_POOL_SETTINGS, rules: RULES }], at).state;
    expect(same).toEqual(raised);
  });

  it('is reverted at once by an operator, and not raised again for half an hour', () => {
    const command = { kind: 'revert', action: 'raise_size', reason: 'an operator took it back' } as const;
    expect(refusal(raised, command)).toBeUndefined();
    const over = obey(raised, command, at + 1);
    expect(over.settings.size).toBe(5);
    expect(over.actions.ended).toMatchObject([
      { ended_by: 'operator', end_reason: 'an operator took it back; the size of pool default went from 7 to 5' },
    ]);
    expect(refusal(over, command)).toBe('no raise_size is in force');
    expect(obey(over, command, at + 2)).toBe(over);
    const busy = { ...over, queue: waiting(101) };
    expect(kinds(pass(busy, 29 * MINUTE, at))).toEqual([]);
    expect(kinds(pass(busy, 31 * MINUTE, at))).toEqual(['raise_size']);
  });
});

describe('a queue that stays too long for a pool that cannot be larger', () => {
  const long = pool({ leases: leases(5), queue: waiting(101) }, fixed);
  const limited = pass(long, 5 * MINUTE + LOOK);
  const at = T0 + 5 * MINUTE + LOOK;

  it('has no more tasks let in after five minutes, down to what is too long', () => {
    expect(kinds(pass(long, 5 * MINUTE))).toEqual([]);
    expect(limited.settings.queue_cap).toBe(100);
    expect(limited.actions.in_force).toMatchObject([
      {
        ...{ kind: 'limit_intake', from: 2_000, to: 100, effect: 'at most 100 tasks may wait for pool default' },
        cause: '101 tasks wait for pool default after 5 min, and it cannot be made larger',
        reversal: 'up to 2000 tasks may wait again once at most 20 wait for 10 min',
        figures: { size: 5, max: 10, active: 5, queue_depth: 101, queue_cap: 2_000 },
      },
    ]);
    expect(kinds(pass({ ...long, settings: { ...long.settings, queue_cap: 100 } }, 10 * MINUTE))).toEqual([]);
  });

  it('is limited to one task at least, and to none where no length is too much', () => {
    const to = (above: number) =>
      pass({ ...long, actions: { ...NO_ACTIONS, rules: { ...RULES, queue: { above, for_ms: 0 } } } }, 6 * MINUTE)
        .settings.queue_cap;
    expect(to(0.5)).toBe(1);
    expect(to(200)).toBe(2_000);
  });

  it('has them let in again once it has been short for ten minutes', () => {
    const short = { ...limited, queue: waiting(20) };
    expect(kinds(pass({ ...limited, queue: waiting(21) }, 20 * MINUTE, at))).toEqual(['limit_intake']);
    const over = pass(short, 10 * MINUTE + LOOK, at);
    expect(over.settings.queue_cap).toBe(2_000);
    expect(over.actions.ended[0]?.end_reason).toMatch(/; at most 2000 tasks may wait for pool default$/);
  });

  it('is left alone when an operator took that back, and when they widened it', () => {
    const over = obey(limited, { kind: 'revert', action: 'limit_intake', reason: 'r' }, at);
    expect(kinds(pass(over, 29 * MINUTE, at))).toEqual([]);
    const widened = obey(limited, { kind: 'configure', change: { queue_cap: 500 }, reason: 'r' }, at);
    expect(kinds(widened)).toEqual([]);
    expect(kinds(pass(widened, 29 * MINUTE, at))).toEqual([]);
  });
});

it('rules are the thresholds of health, and leave time to learn whether an agent is at fault', () => {
  const { queue: _, utilization: __, ...others } = DEFAULT_HEALTH_SETTINGS;
  const unlimited = actionRules({ ...others, queue: {}, utilization: {} }, 1_000);
  expect(unlimited).toEqual({
    ...DEFAULT_HEALTH_SETTINGS.actions,
    ...{ settle_ms: 26_000, restful_queue: 0, success: { critical: 50, events: 5 } },
  });
  expect(RULES).toMatchObject({ queue: { above: 100, for_ms: 0 }, utilization: { above: 95 }, restful_queue: 20 });
});

it('an action that ends without rules names no time for which it is left alone', () => {
  const raised = pass(full(), 5 * MINUTE + LOOK);
  const { rules: _, ...actions } = raised.actions;
  const theirs = obey({ ...raised, actions }, { kind: 'configure', change: { size: 6 }, reason: 'r' }, T0);
  expect(theirs.actions.ended[0]?.end_reason).toBe(
    'somebody else changed what it did, so it is not done again for 0 s',
  );
});
