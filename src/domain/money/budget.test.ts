import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Amount,
  BUDGET_SCOPES,
  budgetProblem,
  knownSpent,
  limitsOf,
  NOTHING_SPENT,
  type SpentByScope,
  useOf,
  useText,
} from './budget.ts';

const number = fc.double({ min: 0, max: 1_000, noNaN: true });
const amount: fc.Arbitrary<Amount> = fc.record({ usd: number, tokens: fc.nat() });
const spent: fc.Arbitrary<SpentByScope> = fc.record({ phase: amount, task: amount, project_day: amount, day: amount });
const onTask = (usd: number): SpentByScope => ({
  ...{ phase: NOTHING_SPENT, project_day: NOTHING_SPENT, day: NOTHING_SPENT },
  task: { usd, tokens: 0 },
});

describe('a budget', () => {
  it('has the bounds that are given, and no others', () => {
    expect(limitsOf({})).toEqual([]);
    expect(limitsOf({ task: {}, day: { usd: undefined } })).toEqual([]);
    expect(limitsOf({ day: { tokens: 7 }, task: { usd: 1, tokens: 5 } })).toEqual([
      { scope: 'task', unit: 'usd', limit: 1 },
      { scope: 'task', unit: 'tokens', limit: 5 },
      { scope: 'day', unit: 'tokens', limit: 7 },
    ]);
  });

  it.each([
    [0, 'well'],
    [0.79, 'well'],
    [0.8, 'warned'],
    [0.99, 'warned'],
    [1, 'spent'],
    [5, 'spent'],
  ])('of $1 of which $%d are spent is %s', (usd, state) => {
    expect(useOf({ scope: 'task', unit: 'usd', limit: 1 }, { usd, tokens: 0 })).toMatchObject({ spent: usd, state });
  });

  it('is told with both amounts and whose it is', () => {
    const use = useOf({ scope: 'task', unit: 'usd', limit: 0.02 }, { usd: 0.02481, tokens: 0 });
    expect(useText(use)).toBe('$0.0248 are spent, and the budget of the task is $0.02');
    const tokens = { scope: 'day', unit: 'tokens', limit: 1_000_000, spent: 1_234_567, state: 'spent' } as const;
    expect(useText(tokens)).toBe(
      '1,234,567 tokens are spent, and the budget of all projects for the day (UTC) is 1,000,000 tokens',
    );
  });
});

describe('what is given as a budget', () => {
  it.each([{}, { usd: 0.01 }, { tokens: 1 }, { usd: 3, tokens: 50_000 }])('is one: %j', (budget) => {
    expect(budgetProblem(budget)).toBeUndefined();
  });

  it.each([
    ['5', 'budget must be an object'],
    [null, 'budget must be an object'],
    [{ eur: 5 }, 'budget must name usd, tokens or both'],
    [{ usd: '5' }, 'budget.usd must be above 0'],
    [{ usd: 0 }, 'budget.usd must be above 0'],
    [{ usd: Number.NaN }, 'budget.usd must be above 0'],
    [{ usd: 1, tokens: -1 }, 'budget.tokens must be above 0'],
    [{ tokens: Infinity }, 'budget.tokens must be above 0'],
  ])('is none, and is told why: %j', (budget, why) => {
    expect(budgetProblem(budget)).toBe(why);
  });
});

describe('what is known to be spent', () => {
  it('is never less than what was read, nor than what was known before with one’s own', () => {
    fc.assert(
      fc.property(spent, spent, amount, (read, before, own) => {
        const known = knownSpent(read, before, own);
        for (const scope of BUDGET_SCOPES) {
          for (const unit of ['usd', 'tokens'] as const) {
            const least = [read[scope][unit], before[scope][unit] + own[unit]];
            expect(known[scope][unit]).toBe(Math.max(...least));
          }
        }
      }),
    );
  });

  it('counts one’s own once, whether or not it has been recorded by then', () => {
    const own = { usd: 2, tokens: 0 };
    expect(knownSpent(onTask(1), onTask(1), own).task.usd).toBe(3);
    expect(knownSpent(onTask(3), onTask(1), own).task.usd).toBe(3);
  });
});
