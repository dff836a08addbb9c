import { describe, expect, it } from 'vitest';
import { remediate } from './remediation.ts';
import { act, during, kinds } from './remediation.testsuite.ts';
import { NO_REMEDIES } from './remedy.ts';
import type { PoolFigures } from './sample.ts';
import { INTERVAL, MINUTE, NOW, sample, SETTINGS } from './samples.testsuite.ts';

const MOST: Partial<PoolFigures> = { size: 10, allowed: 10, active: 10, utilization_pct: 100 };
const FULL: Partial<PoolFigures> = { active: 5, utilization_pct: 100 };

describe('a pool that is full', () => {
  it('is raised after five minutes above 95 %, with cause, figures and the way back', () => {
    const { state, actions } = act(during(5 * MINUTE, FULL));
    const remedy = {
      kind: 'raise_size',
      pool: 'default',
      at: NOW,
      from_size: 5,
      to_size: 7,
      cause: 'pool default is used by 100 %, and 0 tasks wait',
      figures: { size: 5, max: 10, active: 5, queue_depth: 0, utilization_pct: 100 },
      reversal: 'the size goes back to 5 once at most 4 leases are in use and at most 20 tasks wait for 10 min',
    };
    expect(actions).toEqual([{ does: 'apply', remedy, at: NOW, reason: remedy.cause }]);
    expect(state).toEqual({ in_force: [remedy], acted: { default: NOW }, hands_off: {} });
    expect(act(during(4.5 * MINUTE, FULL))).toEqual({ state: NO_REMEDIES, actions: [] });
  });

  it('goes back for an empty queue where no length of it is worth a word', () => {
    const { actions } = remediate(
      NO_REMEDIES,
      { samples: during(5 * MINUTE, FULL), now: NOW },
      { ...SETTINGS, queue: {} },
    );
    expect(actions[0]?.remedy.reversal).toContain('and at most 0 tasks wait for 10 min');
  });

  it('is raised at once for more than 100 waiting tasks, to its maximum at most', () => {
    const [action] = act([sample(NOW, { active: 5, queue_depth: 101 })]).actions;
    expect(action?.remedy).toMatchObject({ kind: 'raise_size', to_size: 7 });
    const [most] = act([sample(NOW, { active: 5, queue_depth: 101, max: 6 })]).actions;
    expect(most?.remedy).toMatchObject({ to_size: 6 });
    expect(kinds([sample(NOW, { active: 1, queue_depth: 101 })])).toEqual(['apply raise_size']);
    expect(kinds([sample(NOW, { queue_depth: 100 })])).toEqual([]);
  });

  it('is left alone at its maximum, or fixed, in a mode that holds back, and while somebody holds its intake', () => {
    expect(kinds(during(5 * MINUTE, { ...FULL, max: 5 }))).toEqual([]);
    expect(kinds(during(5 * MINUTE, { ...FULL, policy: 'fixed' }))).toEqual([]);
    expect(kinds(during(5 * MINUTE, { ...FULL, mode: 'DEGRADED' }))).toEqual([]);
    expect(kinds(during(5 * MINUTE, { ...FULL, intake: 'paused' }))).toEqual([]);
  });

  it('is left alone for half an hour after somebody chose its settings', () => {
    const set_at = NOW - 30 * MINUTE;
    expect(kinds(during(5 * MINUTE, { ...FULL, set_at: set_at + 1 }))).toEqual([]);
    expect(kinds(during(5 * MINUTE, { ...FULL, set_at }))).toEqual(['apply raise_size']);
    expect(kinds(during(5 * MINUTE, { ...MOST, queue_depth: 101, set_at: set_at + 1 }))).toEqual([]);
  });

  it('is left alone while remediation is off, and what is in force is still taken back', () => {
    const off = { ...SETTINGS, remedy: { ...SETTINGS.remedy, enabled: false } };
    const samples = during(5 * MINUTE, FULL);
    expect(remediate(NO_REMEDIES, { samples, now: NOW }, off)).toEqual({ state: NO_REMEDIES, actions: [] });
    const { state } = act(samples);
    const idle = during(10 * MINUTE, { size: 7 }, NOW + 10 * MINUTE);
    const { actions } = remediate(state, { samples: idle, now: NOW + 10 * MINUTE }, off);
    expect(actions.map(({ does }) => does)).toEqual(['take_back']);
  });

  it('is not judged by samples that are too old', () => {
    const samples = during(5 * MINUTE, FULL);
    const late = act(samples, NO_REMEDIES, NOW + SETTINGS.patience_ms + 1);
    expect(late).toEqual({ state: NO_REMEDIES, actions: [] });
  });

  it('is raised further after five minutes more, and still goes back to where it began', () => {
    const { state } = act(during(5 * MINUTE, FULL));
    const larger = { ...FULL, size: 7, allowed: 7, active: 7 };
    const at = (span: number) => [...during(5 * MINUTE, FULL), ...during(span - INTERVAL, larger, NOW + span)];
    expect(kinds(at(4.5 * MINUTE), state)).toEqual([]);
    const { actions, state: next } = act(at(5 * MINUTE), state);
    expect(actions[0]?.remedy).toMatchObject({ from_size: 5, to_size: 9, at: NOW + 5 * MINUTE });
    expect(next.in_force).toHaveLength(1);
  });

  it('is not raised again to a size that it was raised to already', () => {
    const { state } = act(during(5 * MINUTE, FULL));
    const unseen = during(10 * MINUTE, FULL, NOW + 5 * MINUTE);
    const stillOld = { ...state, in_force: state.in_force.map((remedy) => ({ ...remedy, at: NOW + 5 * MINUTE })) };
    expect(act(unseen, { ...stillOld, acted: {} })).toEqual({ state: { ...stillOld, acted: {} }, actions: [] });
  });
});

describe('a raised size', () => {
  const { state } = act(during(5 * MINUTE, FULL));
  const RAISED: Partial<PoolFigures> = { size: 7, allowed: 7 };
  const since = (span: number, pool: Partial<PoolFigures>) => during(span, { ...RAISED, ...pool }, NOW + span);

  it('is taken back once the work would have fitted before for ten minutes', () => {
    expect(kinds(since(9.5 * MINUTE, { active: 4 }), state)).toEqual([]);
    const { state: next, actions } = act(since(10 * MINUTE, { active: 4 }), state);
    expect(actions).toMatchObject([{ does: 'take_back', remedy: { from_size: 5, to_size: 7 }, at: NOW + 10 * MINUTE }]);
    expect(next.in_force).toMatchObject([{ ending_at: NOW + 10 * MINUTE }]);
  });

  it('stays while the work needs it, waits, or cannot show what it needs', () => {
    expect(kinds(since(20 * MINUTE, { active: 5 }), state)).toEqual([]);
    expect(kinds(since(20 * MINUTE, { active: 4, queue_depth: 21 }), state)).toEqual([]);
    expect(kinds(since(20 * MINUTE, { active: 0, intake: 'paused' }), state)).toEqual([]);
    expect(kinds(since(20 * MINUTE, { active: 0, mode: 'SURVIVAL' }), state)).toEqual([]);
    const gap = since(20 * MINUTE, {}).filter(({ at }) => at < NOW + 8 * MINUTE || at > NOW + 11 * MINUTE);
    expect(kinds(gap, state)).toEqual([]);
    const silent = since(20 * MINUTE, {}).map((one) => ({ ...one, pools: [{ pool: 'default' }] }));
    expect(kinds(silent, state)).toEqual([]);
  });

  it('is forgotten once a sample shows that it is gone, and taken back again while none does', () => {
    const ending = act(since(10 * MINUTE, {}), state).state;
    expect(act(since(10.5 * MINUTE, { size: 5 }), ending)).toEqual({
      state: { ...ending, in_force: [] },
      actions: [],
    });
    expect(act(since(14.5 * MINUTE, {}), ending)).toEqual({ state: ending, actions: [] });
    expect(act(since(15 * MINUTE, {}), ending).actions).toMatchObject([
      { does: 'take_back', reason: 'it was taken back before, and is still there' },
    ]);
  });

  it('is not raised on while it is being taken back', () => {
    const ending = act(since(10 * MINUTE, {}), state).state;
    const unknown = {
      ...ending,
      acted: {},
      in_force: ending.in_force.map((one) => ({ ...one, ending_at: NOW + 19.9 * MINUTE })),
    };
    expect(kinds(since(20 * MINUTE, { active: 7, queue_depth: 101 }), unknown)).toEqual([]);
  });

  it('is somebody else’s when they changed it, and not done again for half an hour', () => {
    const { state: next, actions } = act(since(MINUTE, { size: 6 }), state);
    expect(actions).toMatchObject([
      {
        does: 'let_go',
        reason: 'what it did is gone: something else changed it, so it is not done again for 30 min',
      },
    ]);
    expect(next).toMatchObject({ in_force: [], hands_off: { 'raise_size:default': NOW + 31 * MINUTE } });
    const full = { size: 5, allowed: 5, ...FULL };
    expect(kinds(during(10 * MINUTE, full, NOW + 30.5 * MINUTE), next)).toEqual([]);
    expect(kinds(during(10 * MINUTE, full, NOW + 31 * MINUTE), next)).toEqual(['apply raise_size']);
  });

  it('is not looked for before it can show', () => {
    expect(act([sample(NOW + 14_999)], state)).toEqual({ state, actions: [] });
    expect(kinds([sample(NOW + 15_000)], state)).toEqual(['let_go raise_size']);
  });
});

describe('a queue that stays too long for a pool that cannot be made larger', () => {
  it('takes no more tasks than would be critical, after five minutes', () => {
    expect(kinds(during(4.5 * MINUTE, { ...MOST, queue_depth: 300 }))).toEqual([]);
    const [action] = act(during(5 * MINUTE, { ...MOST, queue_depth: 300 })).actions;
    expect(action?.remedy).toEqual({
      kind: 'limit_intake',
      pool: 'default',
      at: NOW,
      from_cap: 2_000,
      to_cap: 100,
      cause: '300 tasks wait for pool default after 5 min, and it cannot be made larger',
      figures: { size: 10, max: 10, active: 10, queue_depth: 300, queue_cap: 2_000 },
      reversal: 'up to 2000 tasks may wait again once at most 20 wait for 10 min',
    });
  });

  it('does so in any mode, and for a fixed pool, but not where no more may wait anyway, nor while intake is held', () => {
    const long = { ...FULL, queue_depth: 300 };
    expect(kinds(during(5 * MINUTE, { ...long, mode: 'DEGRADED' }))).toEqual(['apply limit_intake']);
    expect(kinds(during(5 * MINUTE, { ...long, policy: 'fixed' }))).toEqual(['apply limit_intake']);
    expect(kinds(during(5 * MINUTE, { ...long, max: 5, queue_cap: 100 }))).toEqual([]);
    expect(kinds(during(5 * MINUTE, { ...long, max: 5, intake: 'paused' }))).toEqual([]);
    expect(kinds(during(5 * MINUTE, { ...long, max: 5, queue_depth: 100 }))).toEqual([]);
  });

  it('lets one task wait at least', () => {
    const queue = { critical: { above: 0, for_ms: 0 } };
    const samples = during(5 * MINUTE, { ...MOST, queue_depth: 3 });
    const { actions } = remediate(NO_REMEDIES, { samples, now: NOW }, { ...SETTINGS, queue });
    expect(actions[0]?.remedy).toMatchObject({ kind: 'limit_intake', to_cap: 1 });
  });

  const { state } = act(during(5 * MINUTE, { ...MOST, queue_depth: 300 }));
  const since = (span: number, pool: Partial<PoolFigures>) =>
    during(span, { ...MOST, queue_cap: 100, ...pool }, NOW + span);

  it('takes as many as before once few wait for ten minutes', () => {
    expect(kinds(since(9.5 * MINUTE, { queue_depth: 20 }), state)).toEqual([]);
    expect(kinds(since(10 * MINUTE, { queue_depth: 21 }), state)).toEqual([]);
    expect(kinds(since(10 * MINUTE, { queue_depth: 20 }), state)).toEqual(['take_back limit_intake']);
  });

  it('is somebody else’s when they changed how many may wait', () => {
    expect(kinds(since(MINUTE, { queue_cap: 500 }), state)).toEqual(['let_go limit_intake']);
    const silent = since(20 * MINUTE, {}).map((one) => ({ ...one, pools: [{ pool: 'default' }] }));
    expect(kinds(silent, state)).toEqual([]);
  });
});

describe('a clock that was set back', () => {
  it('does not hold up the next action until it has caught up', () => {
    const ahead = { ...NO_REMEDIES, acted: { default: NOW + 600 * MINUTE } };
    expect(kinds(during(5 * MINUTE, FULL), ahead)).toEqual(['apply raise_size']);
  });
});

describe('what is remembered', () => {
  it('is forgotten when it no longer matters', () => {
    const old = {
      in_force: [],
      acted: { gone: NOW - 60 * MINUTE, late: NOW - 59 * MINUTE },
      hands_off: { a: NOW, b: NOW + 1 },
    };
    expect(act(during(5 * MINUTE, FULL), old).state).toMatchObject({
      acted: { late: NOW - 59 * MINUTE, default: NOW },
      hands_off: { b: NOW + 1 },
    });
    expect(Object.keys(act(during(5 * MINUTE, FULL), old).state.acted)).not.toContain('gone');
  });
});
