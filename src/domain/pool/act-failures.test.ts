import { describe, expect, it } from 'vitest';
import { finished, leases, T0 } from '../../../tests/support/pool-states.ts';
import { act } from './act.ts';
import { kinds, LOOK, MINUTE, pass, pool, RULES, waiting } from './act.testsuite.ts';
import { NO_ACTIONS } from './action.ts';
import { obey } from './commands.ts';
import { receive } from './pool.ts';
import type { PoolState } from './state.ts';

/** Tasks that ended at a moment. */
const ends = (failed: number, completed = 0, at = T0) => [
  ...Array.from({ length: failed }, () => finished({ at, status: 'failed' })),
  ...Array.from({ length: completed }, () => finished({ at })),
  finished({ at, status: 'cancelled' }),
];

describe('a pool whose tasks fail', () => {
  const failing = pool({ window: ends(8, 2) });
  const paused = act(failing, T0 + MINUTE);

  it('is paused, once it would be known that an agent is at fault', () => {
    expect(kinds(act(failing, T0 + RULES.settle_ms - 1))).toEqual([]);
    expect(paused.intake).toBe('paused');
    expect(paused.actions.in_force).toMatchObject([
      {
        ...{ kind: 'pause_intake', cause: '8 of 10 tasks of pool default failed' },
        figures: { tasks_completed: 2, tasks_failed: 8 },
        effect: 'pool default starts nothing until it is resumed',
        reversal: 'intake is resumed once tasks no longer fail for 10 min',
      },
    ]);
    expect(paused.decisions).toMatchObject([{ action: 'pause_intake' }]);
  });

  it('is not paused while an agent is at fault, nor changed otherwise', () => {
    const told = receive({ ...failing, queue: waiting(101) }, [{ kind: 'agent_at_fault' }], T0).state;
    expect(kinds(act(told, T0 + MINUTE))).toEqual([]);
    const later = { ...told, window: ends(8, 2, T0 + 9 * MINUTE) };
    expect(kinds(act(later, T0 + 10 * MINUTE))).toEqual(['pause_intake']);
  });

  it('is left alone by half of them, by few, while it is held already, and when they have stopped failing', () => {
    const kindsOf = (change: Partial<PoolState>, now = T0 + MINUTE) => kinds(act({ ...failing, ...change }, now));
    expect(kindsOf({ window: ends(5, 5) })).toEqual([]);
    expect(kindsOf({ window: ends(4) })).toEqual([]);
    expect(kindsOf({ window: [] })).toEqual([]);
    expect(kindsOf({ intake: 'draining' })).toEqual([]);
    expect(kindsOf({}, T0 + 11 * MINUTE)).toEqual([]);
    expect(kindsOf({ window: [...ends(8), ...ends(1, 2, T0 + 30_000)] })).toEqual(['pause_intake']);
  });

  it('has its pause reverted when nothing failed for ten minutes', () => {
    expect(kinds(pass(paused, 10 * MINUTE, T0 + MINUTE))).toEqual(['pause_intake']);
    const over = pass(paused, 10 * MINUTE + LOOK, T0 + MINUTE);
    expect(over.intake).toBe('open');
    expect(over.actions.ended[0]?.end_reason).toMatch(/; pool default was resumed$/);
    expect(over.decisions.at(-1)).toMatchObject({ action: 'revert' });
    const still = { ...paused, window: ends(1, 0, T0 + 9 * MINUTE) };
    expect(kinds(pass(still, 12 * MINUTE, T0 + MINUTE))).toEqual(['pause_intake']);
  });

  it('needs new failures after it to be paused again', () => {
    const over = pass(paused, 10 * MINUTE + LOOK, T0 + MINUTE);
    const at = T0 + 11 * MINUTE + LOOK;
    expect(kinds(pass(over, 10 * MINUTE, at))).toEqual([]);
    const again = { ...over, window: [...over.window, ...ends(5, 0, at + MINUTE)] };
    expect(kinds(pass(again, 4 * MINUTE, at))).toEqual([]);
    expect(kinds(pass(again, 6 * MINUTE, at))).toEqual(['pause_intake']);
  });

  it('is somebody else’s when they resumed it, or paused it themselves', () => {
    for (const kind of ['resume', 'pause', 'drain'] as const) {
      const theirs = obey(paused, { kind, reason: 'r' }, T0 + 2 * MINUTE);
      expect(theirs.actions).toMatchObject({ in_force: [], ended: [{ ended_by: 'operator' }] });
      const worse = { ...theirs, window: ends(9, 0, T0 + 8 * MINUTE) };
      expect(kinds(pass(worse, 20 * MINUTE, T0 + 2 * MINUTE))).toEqual([]);
    }
  });

  it('stays paused when somebody chose other settings', () => {
    expect(kinds(obey(paused, { kind: 'configure', change: { size: 6 }, reason: 'r' }, T0))).toEqual(['pause_intake']);
  });

  it('is not paused while rules are off, and resumed in any case', () => {
    const off = { ...RULES, enabled: false };
    expect(kinds(act({ ...failing, actions: { ...NO_ACTIONS, rules: off } }, T0 + MINUTE))).toEqual([]);
    const after = pass({ ...paused, actions: { ...paused.actions, rules: off } }, 11 * MINUTE, T0 + MINUTE);
    expect(after.intake).toBe('open');
  });
});

it('two actions have five minutes between them, whatever they are about', () => {
  const both = pool({ leases: leases(5), queue: waiting(101), window: ends(8, 2) });
  const first = act(both, T0 + MINUTE);
  expect(kinds(first)).toEqual(['pause_intake']);
  const resumed = obey(first, { kind: 'resume', reason: 'r' }, T0 + 2 * MINUTE);
  expect(kinds(pass({ ...resumed, window: [] }, 4 * MINUTE - LOOK, T0 + 2 * MINUTE))).toEqual([]);
  expect(kinds(pass({ ...resumed, window: [] }, 4 * MINUTE, T0 + 2 * MINUTE))).toEqual(['raise_size']);
});
