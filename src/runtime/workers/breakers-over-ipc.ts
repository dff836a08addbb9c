import type { BreakerStep } from '../../domain/circuit-breaker.ts';
import type { ApplyToBreaker } from '../../persistence/breaker-store.ts';
import { innermostReason } from '../../persistence/innermost-reason.ts';
import type { BreakerAnswer, BreakerQuestion } from './messages.ts';

/** The way of a process without a database to the breakers. */
export interface IpcBreakers {
  readonly apply: ApplyToBreaker;
  /** To be called for each answer of the parent. */
  answered(answer: BreakerAnswer): void;
}

/** Has events happen to breakers through the parent, which has the database open. `send` throws when the parent is gone. */
export function createIpcBreakers(send: (question: BreakerQuestion) => void): IpcBreakers {
  const underWay = new Map<number, PromiseWithResolvers<BreakerStep>>();
  let asked = 0;
  return {
    apply: async (agent, event) => {
      const id = (asked += 1);
      const answer = Promise.withResolvers<BreakerStep>();
      send({ kind: 'breaker', id, agent, event });
      underWay.set(id, answer);
      return answer.promise;
    },
    answered: ({ id, outcome }) => {
      const asking = underWay.get(id);
      underWay.delete(id);
      if ('step' in outcome) asking?.resolve(outcome.step);
      else asking?.reject(new Error(outcome.error));
    },
  };
}

/** Answers a worker's question about a breaker; never rejects. */
export async function answerFor(apply: ApplyToBreaker, { id, agent, event }: BreakerQuestion): Promise<BreakerAnswer> {
  try {
    return { kind: 'breaker', id, outcome: { step: await apply(agent, event) } };
  } catch (error) {
    return { kind: 'breaker', id, outcome: { error: innermostReason(error) } };
  }
}
