import { createHash, randomUUID } from 'node:crypto';
import type { CallAccount } from '../agents/agent.ts';
import type { Budgets } from '../domain/money/budget.ts';
import { priced, type Prices } from '../domain/money/prices.ts';
import type { AgentUsage } from '../domain/phase-result.ts';
import type { SessionFacts } from '../domain/session-facts.ts';
import type { AgentCallUnderWay, Journal } from '../journal/event.ts';
import type { ReadSpent } from '../persistence/ledger/ledger-store.ts';
import { maskedError } from '../observability/masked-error.ts';
import type { Mask } from '../observability/secret-shapes.ts';
import type { AccountPermit } from '../persistence/accounts/agent-accounts.ts';
import { watchBudgets } from './budget-watch.ts';

/** What accounts are kept by. */
export interface Accounting {
  readonly prices: Prices;
  /** Those of the configuration, which hold for all. */
  readonly budgets: Budgets;
  readonly readSpent: ReadSpent;
}

/** A call whose account is kept, and the budgets that hold for it. */
export interface AccountSetup {
  readonly accounting: Accounting;
  readonly journal: Journal;
  readonly call: AgentCallUnderWay;
  readonly budgets: Budgets;
  readonly idempotency_key: string;
  /** Of the agent's account; undefined for what has none. */
  readonly permit: AccountPermit | undefined;
  readonly mask: Mask;
  /** Ms since the epoch, by a clock that goes with the call's beginning. */
  readonly now: () => number;
}

/** An account while its call lasts. */
export interface OpenAccount {
  readonly account: CallAccount;
  /** Aborted with the reason for which the call is to end. */
  readonly signal: AbortSignal;
  /** What all its models took so far; undefined while there was none. */
  usage(): AgentUsage | undefined;
  session(): SessionFacts;
}

/**
 * Opens the account of a call that is about to begin: the journal is told of each request to a model, and budgets are
 * watched.
 * @throws {BudgetSpentError} when a budget is spent already; {TryAgainLaterError} when it cannot be read whether one is.
 */
export async function openAccount(setup: AccountSetup): Promise<OpenAccount> {
  const { accounting, journal, call, budgets, idempotency_key, permit, mask, now } = setup;
  const { task_id, project, phase } = call.attempt;
  const idOf = (telling: string | undefined): string =>
    telling === undefined ? randomUUID() : createHash('sha256').update(`${idempotency_key}\n${telling}`).digest('hex');
  const stop = new AbortController();
  let tokens: number | undefined;
  let cost: number | undefined;
  let session: SessionFacts = {};
  const watch = await watchBudgets({
    budgets,
    read: () => accounting.readSpent({ task_id, project, phase, now: now() }),
    onWarned: (use) => {
      journal.tell({ kind: 'budget_warned', call, use });
    },
    onEnd: (error) => {
      stop.abort(error);
    },
  });
  return {
    account: {
      spent: (asked, telling) => {
        if (asked.outcome === 'answered') permit?.answered();
        const one = priced(asked, accounting.prices);
        tokens = (tokens ?? 0) + one.tokens;
        if (one.cost_usd !== null) cost = (cost ?? 0) + one.cost_usd;
        journal.tell({ kind: 'model_called', call, at: now(), id: idOf(telling), priced: one });
        watch.add(one);
      },
      refusal: async () => {
        const closed = await permit?.refusal();
        if (closed !== undefined) stop.abort(closed);
        return (closed ?? (await watch.refusal()))?.message;
      },
      limited: (limit) => {
        // It is kept, and shown.
        maskedError(limit, mask);
        void permit?.limited(limit);
      },
      about: (facts) => {
        session = { ...session, ...facts };
      },
    },
    signal: stop.signal,
    usage: () =>
      tokens === undefined ? undefined : { tokens_used: tokens, ...(cost === undefined ? {} : { cost_usd: cost }) },
    session: () => session,
  };
}
