import { BudgetSpentError, TerminalAgentError, TryAgainLaterError } from '../domain/failure.ts';
import {
  type Amount,
  type Budgets,
  type BudgetUse,
  knownSpent,
  limitsOf,
  NOTHING_SPENT,
  type SpentByScope,
  useOf,
  useText,
} from '../domain/money/budget.ts';
import type { PricedCall } from '../domain/money/model-call.ts';

/** What a watch works with. */
export interface BudgetWatchSetup {
  readonly budgets: Budgets;
  /** Reads what all spent so far. */
  readonly read: () => Promise<SpentByScope>;
  /** A bound is used up by 80 %; called once a bound. */
  readonly onWarned: (use: BudgetUse) => void;
  /** The call is to end, and why. */
  readonly onEnd: (error: Error) => void;
}

/** Watches what a call spends beside its budgets. */
export interface BudgetWatch {
  /** What one request to a model took. */
  add(priced: PricedCall): void;
  /** Why no model may be asked any more, once all that was added is looked at; undefined while one may. */
  refusal(): Promise<Error | undefined>;
}

/** How soon a call is tried again before which it could not be read what was spent, in ms. */
const UNREAD_MS = 30_000;

const UNBOUNDED: BudgetWatch = { add: () => undefined, refusal: () => Promise.resolve(undefined) };

/**
 * Begins to watch a call that is about to begin. Budgets are soft by one answer: what it takes is known when it is there,
 * and the next one is refused; an agent that needs no next one has done its work, and keeps it. What others spend meanwhile
 * is read after each answer; while it cannot be, what is known with one's own added counts.
 * @throws {BudgetSpentError} when a budget is spent already; {TryAgainLaterError} when it cannot be read whether one is.
 */
export async function watchBudgets({ budgets, read, onWarned, onEnd }: BudgetWatchSetup): Promise<BudgetWatch> {
  const limits = limitsOf(budgets);
  if (limits.length === 0) return UNBOUNDED;
  const before = await read().catch((error: unknown) => {
    throw new TryAgainLaterError('What was spent so far cannot be read, and there is a budget.', UNREAD_MS, {
      cause: error,
    });
  });
  const boundsUsd = limits.some(({ unit }) => unit === 'usd');
  const warned = new Set<string>();
  let own: Amount = NOTHING_SPENT;
  let ended: Error | undefined;
  const end = (error: Error): void => {
    if (ended !== undefined) return;
    ended = error;
    onEnd(error);
  };
  const judge = (spent: SpentByScope): BudgetUse | undefined => {
    const uses = limits.map((limit) => useOf(limit, spent[limit.scope]));
    for (const use of uses.filter(({ state }) => state === 'warned')) {
      const bound = `${use.scope} ${use.unit}`;
      if (!warned.has(bound)) onWarned(use);
      warned.add(bound);
    }
    return uses.find(({ state }) => state === 'spent');
  };
  const spentAlready = judge(before);
  if (spentAlready !== undefined) throw new BudgetSpentError(`${useText(spentAlready)}: no model was asked.`);
  let spent: BudgetUse | undefined;
  let looking: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    const now = await read().catch(() => before);
    spent = judge(knownSpent(now, before, own));
  };
  return {
    add: (priced) => {
      own = { usd: own.usd + (priced.cost_usd ?? 0), tokens: own.tokens + priced.tokens };
      const hidden = hiddenCost(priced, boundsUsd);
      if (hidden !== undefined) end(new TerminalAgentError(hidden));
      looking = looking.then(look);
    },
    refusal: async () => {
      await looking;
      if (spent !== undefined) end(new BudgetSpentError(`${useText(spent)}: the agent was stopped.`));
      return ended;
    },
  };
}

/** Why a request defeats a budget: nobody knows what it took. */
function hiddenCost({ call, tokens, cost_usd }: PricedCall, boundsUsd: boolean): string | undefined {
  const model = call.model === undefined ? 'a model that was not named' : `the model ${call.model}`;
  if (call.outcome === 'answered' && tokens === 0)
    return `An answer of ${model} does not tell its tokens, and there is a budget: it cannot be kept.`;
  if (!boundsUsd || cost_usd !== null) return undefined;
  return `Nobody knows what ${model} costs, and there is a budget in USD: name its price under prices in the configuration.`;
}
