import { describe, expect, it } from 'vitest';
import type { KeptTrip } from './trip.ts';
import { decideOnAgents } from './agent-actions.ts';
import type { AgentSample, HealthSample, PoolFigures } from './sample.ts';
import type { OutcomeCounts } from '../pool/window.ts';
import { agent, growing, MINUTE, NOW, over, sample, SETTINGS } from './samples.testsuite.ts';

const FAILING: OutcomeCounts = { completed: 2, failed: 8 };
const FINE: OutcomeCounts = { completed: 10, failed: 0 };

/** Ten minutes in which tasks, and calls of the coder, end like this. */
function ending(tasks: OutcomeCounts, calls: OutcomeCounts, change: Partial<AgentSample> = {}, until = NOW) {
  return over(
    10 * MINUTE,
    (at, share) =>
      sample(at, { ended: growing(tasks, share) } satisfies Partial<PoolFigures>, {
        agents: [agent({ calls: growing(calls, share), ...change }), { agent: 'guardian-agent', breaker: 'CLOSED' }],
      }),
    until,
  );
}

const decide = (samples: readonly HealthSample[], kept: readonly KeptTrip[] = [], settings = SETTINGS) =>
  decideOnAgents(kept, { samples, now: samples.at(-1)?.at ?? NOW }, settings);

/** Tripped at NOW, and in force. */
const tripped: KeptTrip = {
  ...{ agent: 'coder-agent', pool: 'default', at: NOW, cause: 'c', figures: {} },
  ...{ reversal: 'the breaker is reset once calls no longer fail', effect: 'tripped', ended_at: null, ended_by: null },
};

describe('an agent by whose calls the tasks of a pool fail', () => {
  it('is taken out, with cause, figures and the way back, and its pool is told', () => {
    expect(decide(ending(FAILING, { completed: 1, failed: 9 }))).toEqual({
      trips: [
        {
          ...{ agent: 'coder-agent', pool: 'default', at: NOW },
          cause: '8 of 10 tasks of pool default failed, and 9 of 10 calls of coder-agent',
          figures: { tasks_completed: 2, tasks_failed: 8, calls_completed: 1, calls_failed: 9 },
          reversal: 'the breaker is reset once calls of coder-agent no longer fail for 10 min',
        },
      ],
      ends: [],
      at_fault: ['default'],
    });
  });

  it('is none where no call fails, where tasks do not, or only half of them, or no longer', () => {
    const nothing = { trips: [], ends: [], at_fault: [] };
    expect(decide(ending(FAILING, FINE))).toEqual(nothing);
    expect(decide(ending(FINE, { completed: 0, failed: 9 }))).toEqual(nothing);
    expect(decide(ending({ completed: 5, failed: 5 }, { completed: 0, failed: 9 }))).toEqual(nothing);
    expect(decide([])).toEqual(nothing);
    const still = over(10.5 * MINUTE, (at) => sample(at, { ended: FAILING }), NOW);
    expect(decide([...ending(FAILING, { completed: 0, failed: 9 }, {}, NOW - 11 * MINUTE), ...still])).toEqual(nothing);
  });

  it('is the one that fails the most', () => {
    const samples = ending(FAILING, { completed: 4, failed: 6 }).map((one, index, all) => ({
      ...one,
      agents: [
        ...one.agents,
        agent({ agent: 'deployment-agent', calls: growing({ completed: 0, failed: 7 }, index / (all.length - 1)) }),
      ],
    }));
    expect(decide(samples).trips).toMatchObject([{ agent: 'deployment-agent' }]);
  });

  it('is left alone where its breaker is open already, though its pool is told', () => {
    const { trips, at_fault } = decide(ending(FAILING, { completed: 0, failed: 9 }, { breaker: 'OPEN' }));
    expect([trips, at_fault]).toEqual([[], ['default']]);
  });

  it('is taken out once, though two pools suffer, and one that is silent says nothing', () => {
    const samples = ending(FAILING, { completed: 0, failed: 9 }).map((one) => ({
      ...one,
      pools: [...one.pools, ...one.pools.map((pool) => ({ ...pool, pool: 'other' })), { pool: 'silent' }],
    }));
    const { trips, at_fault } = decide(samples);
    expect(trips).toMatchObject([{ agent: 'coder-agent', pool: 'default' }]);
    expect(at_fault).toEqual(['default', 'other']);
  });

  it('is not taken out while that is off', () => {
    const off = { ...SETTINGS, actions: { ...SETTINGS.actions, enabled: false } };
    const { trips, at_fault } = decide(ending(FAILING, { completed: 0, failed: 9 }), [], off);
    expect([trips, at_fault]).toEqual([[], ['default']]);
  });

  it('is not taken out twice, nor within five minutes of another, nor for half an hour after an operator undid it', () => {
    const samples = ending(FAILING, { completed: 0, failed: 9 });
    const trips = (...kept: readonly Partial<KeptTrip>[]) =>
      decide(
        samples,
        kept.map((one) => ({ ...tripped, at: NOW - 20 * MINUTE, ...one })),
      ).trips.length;
    expect(trips({ effect: null })).toBe(0);
    expect(trips({ agent: 'guardian-agent', at: NOW - 4 * MINUTE })).toBe(0);
    expect(trips({ agent: 'guardian-agent', ended_at: NOW - 4 * MINUTE, ended_by: 'chimera' })).toBe(0);
    expect(trips({ ended_at: NOW - 6 * MINUTE, ended_by: 'chimera' })).toBe(1);
    expect(trips({ ended_at: NOW - 29 * MINUTE, ended_by: 'operator', pool: 'other' })).toBe(0);
    expect(trips({ ended_at: NOW - 30 * MINUTE, ended_by: 'operator' })).toBe(1);
  });
});

describe('an agent that was taken out', () => {
  const since = (
    span: number,
    failed: number,
    change: Partial<AgentSample> = { breaker: 'OPEN', tripped_by_chimera: true },
  ) =>
    over(
      span,
      (at, share) =>
        sample(at, {}, { agents: [agent({ calls: growing({ completed: 0, failed }, share), ...change })] }),
      NOW + span,
    );
  const ends = (samples: readonly HealthSample[], trip = tripped) =>
    decide(samples, [trip]).ends.map(({ how, reason }) => `${how}: ${reason}`);

  it('is called again when no call failed for ten minutes', () => {
    expect(ends(since(9.5 * MINUTE, 0))).toEqual([]);
    expect(ends(since(10 * MINUTE, 0))).toEqual(['revert: the breaker is reset once calls no longer fail']);
    expect(ends(since(10 * MINUTE, 2))).toEqual([]);
  });

  it('is judged by what is known since, though a sample in between knows nothing', () => {
    const samples = [...ending(FAILING, { completed: 0, failed: 9 }), ...since(10 * MINUTE, 0).slice(1)];
    const holed = samples.map((one, index) => (index === 30 ? { ...one, agents: [] } : one));
    expect(ends(holed)).toEqual(['revert: the breaker is reset once calls no longer fail']);
  });

  it('is not judged over a gap', () => {
    const gap = since(20 * MINUTE, 0).filter(({ at }) => at < NOW + 8 * MINUTE || at > NOW + 11 * MINUTE);
    expect(ends(gap)).toEqual([]);
  });

  it('is somebody else’s when they reset it or opened it otherwise', () => {
    const theirs = ['yield: what it did is gone: something else changed it, so it is not done again for 30 min'];
    expect(ends(since(MINUTE, 0, { breaker: 'CLOSED' }))).toEqual(theirs);
    expect(ends(since(MINUTE, 0, { breaker: 'OPEN' }))).toEqual(theirs);
  });

  it('stays while a sample cannot show it yet, nobody knows of it, or it is still to be carried out', () => {
    const closed = [sample(NOW + 1_000, {}, { agents: [agent({ breaker: 'CLOSED' })] })];
    expect(ends(closed)).toEqual([]);
    expect(ends(since(MINUTE, 0, { breaker: 'CLOSED' }), { ...tripped, effect: null })).toEqual([]);
    expect(ends(since(MINUTE, 0, { breaker: 'CLOSED' }), { ...tripped, ended_at: NOW, ended_by: 'chimera' })).toEqual(
      [],
    );
    expect(ends(over(20 * MINUTE, (at) => sample(at, {}, { agents: [] }), NOW + 20 * MINUTE))).toEqual([]);
  });
});
