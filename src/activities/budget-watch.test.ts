import { describe, expect, it } from 'vitest';
import { BudgetSpentError, TerminalAgentError, TryAgainLaterError } from '../domain/failure.ts';
import { type Amount, type Budgets, type BudgetUse, NOTHING_SPENT, type SpentByScope } from '../domain/money/budget.ts';
import type { ModelCall } from '../domain/money/model-call.ts';
import { priced } from '../domain/money/prices.ts';
import { watchBudgets } from './budget-watch.ts';

const of = (amount: Amount): SpentByScope => ({ phase: amount, task: amount, project_day: amount, day: amount });
const usd = (value: number): SpentByScope => of({ usd: value, tokens: 0 });

/** An answer of a model that costs a cent. */
const CENT: ModelCall = {
  outcome: 'answered',
  model: 'gpt-6-sol',
  usage: { input: 5_000, cached: 0, output: 0, reasoning: 0 },
};

function watching(budgets: Budgets, read: () => Promise<SpentByScope> = () => Promise.resolve(of(NOTHING_SPENT))) {
  const warned: BudgetUse[] = [];
  const ended: Error[] = [];
  const watch = watchBudgets({
    ...{ budgets, read },
    onWarned: (use) => warned.push(use),
    onEnd: (error) => ended.push(error),
  });
  return { watch, warned, ended };
}

describe('a watch over budgets', () => {
  it('reads nothing and refuses nothing where there is none', async () => {
    const { watch, ended } = watching({}, () => Promise.reject(new Error('not to be read')));
    const { add, refusal } = await watch;
    add(priced({ outcome: 'answered', model: 'unheard-of' }));
    expect(await refusal()).toBeUndefined();
    expect(ended).toEqual([]);
  });

  it('lets no call begin when a budget is spent, and says which', async () => {
    const { watch } = watching({ project_day: { usd: 5 } }, () => Promise.resolve(usd(5.25)));
    const message = '$5.25 are spent, and the budget of the project for the day (UTC) is $5: no model was asked.';
    await expect(watch).rejects.toThrow(new BudgetSpentError(message));
  });

  it('has a call wait while it cannot be read what was spent', async () => {
    const { watch } = watching({ task: { usd: 1 } }, () => Promise.reject(new Error('away')));
    await expect(watch).rejects.toThrow(TryAgainLaterError);
  });

  it('refuses the request after the answer that spent it, and ends the call once', async () => {
    const { watch, ended } = watching({ task: { usd: 0.02 } });
    const { add, refusal } = await watch;
    add(priced(CENT));
    expect(await refusal()).toBeUndefined();
    add(priced(CENT));
    expect(ended).toEqual([]);
    expect((await refusal())?.message).toContain('$0.02 are spent, and the budget of the task is $0.02');
    await refusal();
    expect(ended).toHaveLength(1);
    expect(ended[0]).toBeInstanceOf(BudgetSpentError);
  });

  it('counts what others spend meanwhile, and its own before it is recorded', async () => {
    let others = 0;
    const { watch } = watching({ day: { usd: 0.05 } }, () => Promise.resolve(usd(others)));
    const { add, refusal } = await watch;
    add(priced(CENT));
    expect(await refusal()).toBeUndefined();
    others = 0.04;
    add(priced(CENT));
    expect(await refusal()).toBeUndefined();
    others = 0.05;
    add(priced(CENT));
    expect(await refusal()).toBeInstanceOf(BudgetSpentError);
  });

  it('goes on with what it knows when it can be read no more', async () => {
    let away = false;
    const { watch } = watching({ task: { usd: 0.02 } }, () =>
      away ? Promise.reject(new Error('away')) : Promise.resolve(usd(0.01)),
    );
    const { add, refusal } = await watch;
    away = true;
    expect(await refusal()).toBeUndefined();
    add(priced(CENT));
    expect(await refusal()).toBeInstanceOf(BudgetSpentError);
  });

  it('warns once of each bound from 80 % on', async () => {
    const { watch, warned } = watching({ task: { usd: 0.02, tokens: 6_000 } });
    const { add, refusal } = await watch;
    add(priced(CENT));
    await refusal();
    add(priced({ ...CENT, usage: { input: 100, cached: 0, output: 0, reasoning: 0 } }));
    await refusal();
    expect(warned).toMatchObject([{ scope: 'task', unit: 'tokens', limit: 6_000, spent: 5_000 }]);
  });

  it.each([
    ['a model without a price', { ...CENT, model: 'unheard-of' }, { task: { usd: 1 } }, /unheard-of costs, .* prices/],
    [
      'an answer without its tokens',
      { outcome: 'answered', model: 'gpt-6-sol' },
      { task: { tokens: 9 } },
      /does not tell/,
    ],
  ] as const)('ends a call whose spending nobody knows: %s', async (_what, call, budgets, message) => {
    const { watch, ended } = watching(budgets);
    (await watch).add(priced(call));
    expect(ended[0]).toBeInstanceOf(TerminalAgentError);
    expect(ended[0]?.message).toMatch(message);
  });

  it('does not mind a model without a price where only tokens are bounded, nor a refusal that used nothing', async () => {
    const { watch, ended } = watching({ task: { tokens: 100_000 } });
    const { add } = await watch;
    add(priced({ ...CENT, model: 'unheard-of' }));
    add(priced({ outcome: 'refused', status: 429 }));
    expect(ended).toEqual([]);
  });
});
