import { EVALUATION_INTERVAL_MS, isRestless } from '../../src/domain/pool/evaluate.ts';
import type { PoolState } from '../../src/domain/pool/state.ts';

/** The pool's evaluation timer, as its workflow keeps it: it exists only while time alone can change something. */
export class PoolClock {
  #lastAt: number;
  #dueAt: number | undefined;

  /** `startedAt` in ms since the epoch, as all times here. */
  constructor(startedAt: number) {
    this.#lastAt = startedAt;
  }

  /** When the timer fires next; undefined while there is none. */
  get dueAt(): number | undefined {
    return this.#dueAt;
  }

  /** Sets the timer after a decision, if there is reason to and none yet. */
  wind(state: PoolState, now: number): void {
    if (this.#dueAt !== undefined || !isRestless(state)) return;
    const rest = Math.max(1, this.#lastAt + EVALUATION_INTERVAL_MS - now);
    this.#dueAt = now + Math.min(rest, EVALUATION_INTERVAL_MS);
  }

  /** The timer fires. The workflow looks whether to set it again before it decides anything, so this does too. */
  fire(state: PoolState, now: number): void {
    this.#lastAt = now;
    this.#dueAt = undefined;
    this.wind(state, now);
  }
}
