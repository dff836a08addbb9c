import { type BreakerEvent, type BreakerStep, isClean } from '../domain/circuit-breaker.ts';

/** So long a breaker is trusted to be as it was when it was asked about, in ms. */
const TRUST_MS = 1_000;

/** What a process may take for granted of breakers that other processes change as well. */
export interface BreakerTrust {
  /** The generation of a breaker that need not be asked about; undefined for one that has to be. */
  generationOf(agent: string): number | undefined;
  /** Takes note of a question; to be called, with the answer, when it comes. */
  asked(agent: string, event: BreakerEvent): (step: BreakerStep) => void;
}

/**
 * Trusts a breaker to be clean for a second after it was asked about and was.
 *
 * 1. In any other state (open, tripped, half open, with a failure that counts) it is asked about each time.
 * 2. A failure ends the trust at once, and so does an answer that tells of another state; an answer to a question from
 *    before that founds none.
 * 3. Time counts from the question: so what another process decides takes effect within the second.
 *
 * `now` in ms, never set back.
 */
export function createBreakerTrust(now: () => number): BreakerTrust {
  const clean = new Map<string, { readonly generation: number; readonly until: number }>();
  /** The latest question of each agent that gave reason for doubt. */
  const doubted = new Map<string, number>();
  let questions = 0;

  function doubt(agent: string, question: number): void {
    clean.delete(agent);
    doubted.set(agent, Math.max(question, doubted.get(agent) ?? 0));
  }

  return {
    generationOf(agent) {
      const known = clean.get(agent);
      return known !== undefined && now() < known.until ? known.generation : undefined;
    },
    asked(agent, event) {
      const question = (questions += 1);
      const until = now() + TRUST_MS;
      if (event.kind === 'failed') doubt(agent, question);
      return ({ breaker }) => {
        if (!isClean(breaker)) doubt(agent, question);
        else if (question >= (doubted.get(agent) ?? 0)) clean.set(agent, { generation: breaker.generation, until });
      };
    },
  };
}
