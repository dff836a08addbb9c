import { describe, expect, it } from 'vitest';
import { act, during, kinds } from './remediation.testsuite.ts';
import type { AgentSample, Ends, PoolFigures } from './sample.ts';
import { agent, growing, MINUTE, NOW, over, sample, SETTINGS } from './samples.testsuite.ts';

/** Ten minutes in which tasks, and calls of the coder, end like this. */
function ending(tasks: Ends, calls: Ends, change: Partial<AgentSample> = {}, pool: Partial<PoolFigures> = {}) {
  return over(10 * MINUTE, (at, share) =>
    sample(
      at,
      { ended: growing(tasks, share), ...pool },
      { agents: [agent({ calls: growing(calls, share), ...change }), { agent: 'guardian-agent', breaker: 'CLOSED' }] },
    ),
  );
}

const FAILING: Ends = { completed: 2, failed: 8 };
const FINE: Ends = { completed: 10, failed: 0 };

describe('a pool whose tasks fail', () => {
  it('is paused when no agent is the cause', () => {
    const [action] = act(ending(FAILING, FINE)).actions;
    expect(action?.remedy).toEqual({
      kind: 'pause_intake',
      pool: 'default',
      at: NOW,
      cause: '8 of 10 tasks of pool default failed',
      figures: { tasks_completed: 2, tasks_failed: 8 },
      reversal: 'intake is resumed once tasks no longer fail for 10 min',
    });
  });

  it('is left alone by half of them, by few, while it is held already, and when they have stopped failing', () => {
    expect(kinds(ending({ completed: 5, failed: 5 }, FINE))).toEqual([]);
    expect(kinds(ending({ completed: 0, failed: 4 }, FINE))).toEqual([]);
    expect(kinds(ending(FAILING, FINE, {}, { intake: 'draining' }))).toEqual([]);
    const before = over(10 * MINUTE, (at, share) => sample(at, { ended: growing(FAILING, share) }), NOW - 11 * MINUTE);
    const after = during(10.5 * MINUTE, { ended: FAILING });
    expect(kinds([...before, ...after])).toEqual([]);
  });

  it('is paused once the calls by which its tasks failed would be known', () => {
    const failed = { ended: { completed: 0, failed: 6 } };
    const sudden = [...during(10 * MINUTE, {}, NOW - MINUTE), sample(NOW, failed)];
    expect(kinds(sudden)).toEqual([]);
    expect(kinds([...sudden, sample(NOW + SETTINGS.remedy.settle_ms - 1, failed)])).toEqual([]);
    expect(kinds([...sudden, sample(NOW + SETTINGS.remedy.settle_ms, failed)])).toEqual(['apply pause_intake']);
  });

  it('loses the agent that fails instead', () => {
    const [action] = act(ending(FAILING, { completed: 1, failed: 9 })).actions;
    expect(action?.remedy).toMatchObject({
      kind: 'trip_breaker',
      agent: 'coder-agent',
      cause: '8 of 10 tasks of pool default failed, and 9 of 10 calls of coder-agent',
      figures: { tasks_completed: 2, tasks_failed: 8, calls_completed: 1, calls_failed: 9 },
      reversal: 'the breaker is reset once calls of coder-agent no longer fail for 10 min',
    });
  });

  it('loses the agent that fails the most', () => {
    const samples = ending(FAILING, { completed: 4, failed: 6 }).map((one, index, all) => ({
      ...one,
      agents: [
        ...one.agents,
        agent({ agent: 'deployment-agent', calls: growing({ completed: 0, failed: 7 }, index / (all.length - 1)) }),
      ],
    }));
    expect(act(samples).actions[0]?.remedy).toMatchObject({ agent: 'deployment-agent' });
  });

  it('is left alone where the breaker of that agent is open already', () => {
    expect(kinds(ending(FAILING, { completed: 0, failed: 9 }, { breaker: 'OPEN' }))).toEqual([]);
  });

  it('trips an agent once, though two pools suffer', () => {
    const samples = ending(FAILING, { completed: 0, failed: 9 }).map((one) => ({
      ...one,
      pools: [...one.pools, ...one.pools.map((pool) => ({ ...pool, pool: 'other' })), { pool: 'silent' }],
    }));
    expect(kinds(samples)).toEqual(['apply trip_breaker']);
  });
});

describe('a pause', () => {
  const { state } = act(ending(FAILING, FINE));
  const since = (span: number, failed: number, intake: PoolFigures['intake'] = 'paused') =>
    over(
      span,
      (at, share) =>
        sample(at, { intake, intake_by_remedy: true, ended: { completed: 2, failed: 8 + Math.round(failed * share) } }),
      NOW + span,
    );

  it('ends when nothing failed for ten minutes', () => {
    expect(kinds(since(9.5 * MINUTE, 0), state)).toEqual([]);
    expect(kinds(since(10 * MINUTE, 0), state)).toEqual(['take_back pause_intake']);
    expect(kinds(since(10 * MINUTE, 3), state)).toEqual([]);
  });

  it('needs new failures after it to be made again', () => {
    const ending = act(since(10 * MINUTE, 0), state).state;
    const at = NOW + 10 * MINUTE;
    const open = (failed: number) =>
      over(
        6 * MINUTE,
        (time, share) => {
          return sample(time, { ended: { completed: 2, failed: 8 + Math.round(failed * share) } });
        },
        at + 6 * MINUTE,
      );
    expect(ending.in_force).toHaveLength(1);
    const resumed = act(open(0).slice(0, 2), ending).state;
    expect(resumed.in_force).toEqual([]);
    expect(kinds([...since(10 * MINUTE, 0), ...open(4).slice(1)], resumed)).toEqual([]);
    expect(kinds([...since(10 * MINUTE, 0), ...open(5).slice(1)], resumed)).toEqual(['apply pause_intake']);
  });

  it('is over when somebody resumed the pool', () => {
    expect(kinds(since(MINUTE, 0, 'open'), state)).toEqual(['let_go pause_intake']);
  });

  it('is somebody else’s when they resumed the pool and paused it again', () => {
    const theirs = since(MINUTE, 0).map((one) => sample(one.at, { intake: 'paused', intake_by_remedy: false }));
    expect(kinds(theirs, state)).toEqual(['let_go pause_intake']);
  });

  it('stays while the pool is silent', () => {
    const silent = since(20 * MINUTE, 0).map((one) => ({ ...one, pools: [{ pool: 'default' }] }));
    expect(act(silent, state)).toEqual({ state, actions: [] });
  });
});

describe('a tripped breaker', () => {
  const { state } = act(ending(FAILING, { completed: 0, failed: 9 }));
  const since = (
    span: number,
    failed: number,
    change: Partial<AgentSample> = { breaker: 'OPEN', tripped_by_remedy: true },
  ) =>
    over(
      span,
      (at, share) =>
        sample(at, {}, { agents: [agent({ calls: growing({ completed: 0, failed }, share), ...change })] }),
      NOW + span,
    );

  it('is reset when no call failed for ten minutes', () => {
    expect(kinds(since(9.5 * MINUTE, 0), state)).toEqual([]);
    expect(kinds(since(10 * MINUTE, 0), state)).toEqual(['take_back trip_breaker']);
    expect(kinds(since(10 * MINUTE, 2), state)).toEqual([]);
  });

  it('is somebody else’s when they reset it', () => {
    expect(kinds(since(MINUTE, 0, { breaker: 'CLOSED' }), state)).toEqual(['let_go trip_breaker']);
    expect(kinds(since(MINUTE, 0, { breaker: 'OPEN' }), state)).toEqual(['let_go trip_breaker']);
  });

  it('stays while nobody knows of it', () => {
    const unknown = over(20 * MINUTE, (at) => sample(at, {}, { agents: [] }), NOW + 20 * MINUTE);
    expect(act(unknown, state)).toEqual({ state, actions: [] });
  });
});
