/** What was spent. */
export interface Amount {
  readonly usd: number;
  readonly tokens: number;
}

/** What may be spent. A unit that is not given is not bounded. */
export interface Budget {
  readonly usd?: number | undefined;
  readonly tokens?: number | undefined;
}

/**
 * What a budget is for: one phase of a task in all its rounds, a task, a project on one day, or everything on one day. Days
 * are those of UTC.
 */
export const BUDGET_SCOPES = ['phase', 'task', 'project_day', 'day'] as const;
export type BudgetScope = (typeof BUDGET_SCOPES)[number];

/** The budgets that hold for a call, by what they are for. */
export type Budgets = Readonly<Partial<Record<BudgetScope, Budget>>>;

/** What was spent so far, by what budgets are for. */
export type SpentByScope = Readonly<Record<BudgetScope, Amount>>;

/** One bound of one budget. */
export interface BudgetLimit {
  readonly scope: BudgetScope;
  readonly unit: keyof Amount;
  readonly limit: number;
}

/** A bound, and how far it is used up; `warned` from 80 % on. */
export interface BudgetUse extends BudgetLimit {
  readonly spent: number;
  readonly state: 'well' | 'warned' | 'spent';
}

/** The share of a budget from which it is warned of. */
const WARNED_FROM = 0.8;

export const NOTHING_SPENT: Amount = { usd: 0, tokens: 0 };

/** Why a value is no budget, or undefined. */
export function budgetProblem(budget: unknown): string | undefined {
  if (typeof budget !== 'object' || budget === null) return 'budget must be an object';
  for (const [unit, value] of Object.entries(budget)) {
    if (unit !== 'usd' && unit !== 'tokens') return 'budget must name usd, tokens or both';
    if (typeof value !== 'number' || !(value > 0) || value === Infinity) return `budget.${unit} must be above 0`;
  }
  return undefined;
}

const UNITS = ['usd', 'tokens'] as const;

/** All bounds of some budgets, the narrowest scope first. */
export function limitsOf(budgets: Budgets): readonly BudgetLimit[] {
  return BUDGET_SCOPES.flatMap((scope) =>
    UNITS.flatMap((unit) => {
      const limit = budgets[scope]?.[unit];
      return limit === undefined ? [] : [{ scope, unit, limit }];
    }),
  );
}

/** How far a bound is used up by what was spent of its scope. */
export function useOf(limit: BudgetLimit, spent: Amount): BudgetUse {
  const used = spent[limit.unit];
  const state = used >= limit.limit ? 'spent' : used >= WARNED_FROM * limit.limit ? 'warned' : 'well';
  return { ...limit, spent: used, state };
}

/**
 * What is known to be spent: what was read, or what was known before with one's own added, whichever is more. A record of
 * one's own may not have arrived when it is read, and others spend as well.
 */
export function knownSpent(read: SpentByScope, before: SpentByScope, own: Amount): SpentByScope {
  const of = (scope: BudgetScope): Amount => ({
    usd: Math.max(read[scope].usd, before[scope].usd + own.usd),
    tokens: Math.max(read[scope].tokens, before[scope].tokens + own.tokens),
  });
  return { phase: of('phase'), task: of('task'), project_day: of('project_day'), day: of('day') };
}

const WORDS: Readonly<Record<BudgetScope, string>> = {
  phase: 'of this phase of the task',
  task: 'of the task',
  project_day: 'of the project for the day (UTC)',
  day: 'of all projects for the day (UTC)',
};

/** How far a budget is used up, in words: “$0.0213 of the $0.02 of the task are spent”. */
export function useText({ scope, unit, limit, spent }: BudgetUse): string {
  const amount = (value: number): string =>
    unit === 'usd' ? `$${Number(value.toFixed(4))}` : `${Math.round(value).toLocaleString('en-US')} tokens`;
  return `${amount(spent)} are spent, and the budget ${WORDS[scope]} is ${amount(limit)}`;
}
