import { innermostReason } from './innermost-reason.ts';

/** How long an answer of the database is waited for before work that can do without it, in ms. */
export const PATIENCE_MS = 1_000;

/** After an answer that did not come in time none is waited for so long, in ms, or until one comes in time again. */
const IMPATIENCE_MS = 15_000;
const LOG_INTERVAL_MS = 60_000;

/** What a patience works with. */
export interface PatienceSetup {
  readonly patienceMs: number;
  /** A clock that is never set back, in ms. */
  readonly now: () => number;
  readonly log: { warn(context: object, message: string): void };
  /** What it means that the database is away; said once a minute. */
  readonly away: string;
}

/**
 * Waits for answers of a database that may be away or slow: resolves with undefined where one does not come in time, and tells
 * `late` of one that comes after all. What a slow one takes from the work is one wait now and then, not one a question.
 */
export function createPatience({ patienceMs, now, log, away }: PatienceSetup) {
  let saidAt = Number.NEGATIVE_INFINITY;
  let impatientUntil = Number.NEGATIVE_INFINITY;

  function sayAway(agent: string, error: unknown): void {
    if (now() - saidAt < LOG_INTERVAL_MS) return;
    saidAt = now();
    log.warn({ agent, reason: innermostReason(error) }, away);
  }

  return async <Answer>(
    agent: string,
    asking: Promise<Answer>,
    late?: (answer: Answer) => void,
  ): Promise<Answer | undefined> => {
    const asked = now();
    const answer = asking.then((known) => {
      if (now() - asked < patienceMs) impatientUntil = Number.NEGATIVE_INFINITY;
      return known;
    });
    if (asked < impatientUntil) {
      answer.then(late, () => undefined);
      return undefined;
    }
    const timer = Promise.withResolvers<undefined>();
    const timeout = setTimeout(timer.resolve, patienceMs, undefined);
    try {
      const known = await Promise.race([answer, timer.promise]);
      if (known !== undefined) return known;
      sayAway(agent, new Error(`it did not answer within ${patienceMs} ms`));
      impatientUntil = now() + IMPATIENCE_MS;
      answer.then(late, () => undefined);
    } catch (error) {
      sayAway(agent, error);
    } finally {
      clearTimeout(timeout);
    }
    return undefined;
  };
}
