import { wrongOption } from '../failure.ts';
import { wholeNumber } from './whole-number.ts';

/** The options by which a command says what agents may spend on a task. */
export interface BudgetOptions {
  readonly budgetUsd?: string;
  readonly budgetTokens?: string;
}

const MOST_TOKENS = 1_000_000_000_000;

/** The fields of a request that the options stand for. */
export function budgetOptions({ budgetUsd, budgetTokens }: BudgetOptions): {
  readonly budget_usd?: number;
  readonly budget_tokens?: number;
} {
  return {
    ...(budgetUsd === undefined ? {} : { budget_usd: dollarsIn(budgetUsd) }),
    ...(budgetTokens === undefined
      ? {}
      : { budget_tokens: wholeNumber('--budget-tokens', budgetTokens, 1, MOST_TOKENS) }),
  };
}

function dollarsIn(text: string): number {
  const value = /^\$?\d+(?:\.\d+)?$/.test(text) ? Number(text.replace('$', '')) : NaN;
  if (value > 0) return value;
  throw wrongOption('--budget-usd', `must be an amount of USD above 0, such as 5 or 0.50, not "${text}"`);
}
