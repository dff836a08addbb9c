import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOfCall, isGoneOnIn } from './kept-session.ts';

const kept = { agent: 'codex, gpt', id: 's', round: 2 };
const wish = { agent: 'codex, gpt', round: 3, hasLeft: false };

describe('a session of before', () => {
  it('is gone on in by the rework after it', () => {
    expect(isGoneOnIn(kept, wish)).toBe(true);
  });

  it('is gone on in by the next attempt, where its unfinished work was taken up', () => {
    expect(isGoneOnIn(kept, { ...wish, round: 2, hasLeft: true })).toBe(true);
    expect(isGoneOnIn(kept, { ...wish, round: 2 })).toBe(false);
  });

  it('is not that of another agent, of a round long ago, or of one that is done anew', () => {
    fc.assert(
      fc.property(fc.nat({ max: 9 }), fc.boolean(), (round, hasLeft) => {
        expect(isGoneOnIn(kept, { agent: 'codex, other', round, hasLeft })).toBe(false);
        fc.pre(round !== 2 && round !== 3);
        expect(isGoneOnIn(kept, { ...wish, round, hasLeft })).toBe(false);
      }),
    );
  });
});

describe('the cost of a call', () => {
  it('is the difference to what the session had cost, so that all calls add up to the last sum', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1_000 })), (cents) => {
        const totals = cents.map((_, index) => cents.slice(0, index + 1).reduce((sum, one) => sum + one, 0));
        const costs = totals.map((total, index) => costOfCall(total, totals[index - 1]));
        expect(costs).toEqual(cents);
      }),
    );
  });

  it('is what was told, where the agent began to count anew', () => {
    expect(costOfCall(3, 5)).toBe(3);
  });
});
