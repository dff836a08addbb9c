import { PoolAnswer } from './pool-answer.ts';
import type { PoolState } from '../../domain/pool/state.ts';

/** How often one pool is asked at most, in ms; an answer is fresh as long. */
const INTERVAL_MS = 1_000;

/** How old an answer may be that still counts while the pool is silent, in ms. */
const USABLE_MS = 10_000;

/** An answer, and whether it is an older one because the pool was silent since. */
export interface PoolReading {
  readonly answer: PoolAnswer;
  readonly stale: boolean;
}

/** A question that was put to a pool. */
interface Question {
  readonly askedAt: number;
  readonly answer: Promise<PoolAnswer>;
  isSettled: boolean;
}

/**
 * Asks one pool, once a second at most and one question at a time, however many want to know. A failure holds as long as
 * an answer does, so that a silent pool is not asked more often either. What comes from a time to come, because the clock
 * was set back since, is not fresh.
 */
export class PoolPoll {
  readonly #ask: () => Promise<PoolState>;
  readonly #now: () => number;
  #latest: Question | undefined;
  #known: { readonly turn: number; readonly answer: PoolAnswer } | undefined;
  /** Counts the questions: a later one has a higher turn, also after the clock was set back. */
  #turns = 0;

  constructor(ask: () => Promise<PoolState>, now: () => number) {
    this.#ask = ask;
    this.#now = now;
  }

  /** A fresh answer, else one of the last seconds. Rejects as the question did when there is neither. */
  async read(): Promise<PoolReading> {
    const latest = this.#latest;
    const isOver = latest?.isSettled === true && this.#age(latest.askedAt) >= INTERVAL_MS;
    const question = latest === undefined || isOver ? this.#question() : latest;
    this.#latest = question;
    try {
      return { answer: await question.answer, stale: false };
    } catch (error) {
      const known = this.known();
      if (known === undefined) throw error;
      return { ...known, stale: true };
    }
  }

  /** The last answer, while it counts. */
  known(): PoolReading | undefined {
    const answer = this.#known?.answer;
    if (answer === undefined) return undefined;
    const age = this.#age(answer.asOf);
    return age > USABLE_MS ? undefined : { answer, stale: age >= INTERVAL_MS };
  }

  /** The pool is known to have changed: the next reader asks anew. */
  forget(): void {
    this.#latest = undefined;
  }

  #question(): Question {
    const askedAt = this.#now();
    const turn = (this.#turns += 1);
    const question: Question = { askedAt, answer: this.#answer(turn, askedAt), isSettled: false };
    const settle = (): void => {
      question.isSettled = true;
    };
    question.answer.then(settle, settle);
    return question;
  }

  async #answer(turn: number, askedAt: number): Promise<PoolAnswer> {
    const answer = new PoolAnswer(await this.#ask(), askedAt);
    // A question put before a command may be answered after one put behind it.
    if (this.#known === undefined || this.#known.turn < turn) this.#known = { turn, answer };
    return answer;
  }

  /** In ms; without end for a time that has not come. */
  #age(since: number): number {
    const age = this.#now() - since;
    return age < 0 ? Infinity : age;
  }
}
