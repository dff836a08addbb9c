import type { AccountStep } from '../../domain/account/account.ts';
import type { BreakerStep } from '../../domain/circuit-breaker.ts';
import type { SpentByScope } from '../../domain/money/budget.ts';
import type { ApplyToAccount } from '../../persistence/accounts/account-store.ts';
import type { ApplyToBreaker } from '../../persistence/breaker-store.ts';
import { innermostReason } from '../../persistence/innermost-reason.ts';
import type { ReadSpent } from '../../persistence/ledger/ledger-store.ts';
import type { AnswerToWorker, WorkerQuestion, StoreQuestion } from './messages.ts';

/** What a worker asks of the database besides having its records written. */
export interface AskedStore {
  readonly apply: ApplyToBreaker;
  readonly applyToAccount: ApplyToAccount;
  readonly readSpent: ReadSpent;
}

/** The way of a process without a database to what it asks of one. */
export interface IpcStore extends AskedStore {
  /** To be called for each answer of the parent. */
  answered(answer: AnswerToWorker): void;
}

/** Asks through the parent, which has the database open. `send` throws when the parent is gone. */
export function createIpcStore(send: (question: WorkerQuestion) => void): IpcStore {
  const underWay = new Map<number, PromiseWithResolvers<unknown>>();
  let count = 0;
  const ask = async (asks: StoreQuestion): Promise<unknown> => {
    const id = (count += 1);
    const answer = Promise.withResolvers<unknown>();
    send({ kind: 'question', id, asks });
    underWay.set(id, answer);
    return answer.promise;
  };
  return {
    // Only this program's own code answers, and each question by its own kind.
    apply: async (agent, event) => (await ask({ of: 'breaker', agent, event })) as BreakerStep,
    applyToAccount: async (agent, event) => (await ask({ of: 'account', agent, event })) as AccountStep,
    readSpent: async (spender) => (await ask({ of: 'spent', spender })) as SpentByScope,
    answered: ({ id, outcome }) => {
      const asking = underWay.get(id);
      underWay.delete(id);
      if ('value' in outcome) asking?.resolve(outcome.value);
      else asking?.reject(new Error(outcome.error));
    },
  };
}

/** Answers a worker's question; never rejects. */
export async function answerFor(store: AskedStore, { id, asks }: WorkerQuestion): Promise<AnswerToWorker> {
  try {
    const value = await answerOf(store, asks);
    return { kind: 'answer', id, outcome: { value } };
  } catch (error) {
    return { kind: 'answer', id, outcome: { error: innermostReason(error) } };
  }
}

function answerOf(
  { apply, applyToAccount, readSpent }: AskedStore,
  asks: StoreQuestion,
): Promise<BreakerStep | AccountStep | SpentByScope> {
  switch (asks.of) {
    case 'breaker':
      return apply(asks.agent, asks.event);
    case 'account':
      return applyToAccount(asks.agent, asks.event);
    case 'spent':
      return readSpent(asks.spender);
  }
}
