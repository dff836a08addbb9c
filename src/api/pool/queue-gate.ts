import { poolSize } from '../../domain/pool/capacity.ts';
import type { Problem } from '../problem/problem.ts';
import type { PoolAnswer } from './pool-answer.ts';
import { poolDraining, queueFull } from './pool-problems.ts';
import type { PoolReader } from './pool-reader.ts';

/** After this time a task that its pool never named has ended or waits by itself, in ms. */
const UNDERWAY_MS = 30_000;

/**
 * Turns submissions away that would only be refused by their pool. What counts is the pool's queue and what went in here
 * since and has not come to the pool yet. A pool that cannot be read turns nothing away: it refuses by itself, and the
 * task asks again.
 */
export class QueueGate {
  readonly #pools: Pick<PoolReader, 'glance'>;
  readonly #now: () => number;
  /** By pool: the tasks on their way to it, and since when. */
  readonly #underway = new Map<string, Map<string, number>>();

  constructor(pools: Pick<PoolReader, 'glance'>, now: () => number) {
    this.#pools = pools;
    this.#now = now;
  }

  /** Lets a task go to its pool, or says why not. */
  async enter(pool: string, taskId: string): Promise<Problem | undefined> {
    const answer = (await this.#pools.glance(pool))?.answer;
    const underway = this.#underwayTo(pool, answer);
    if (answer !== undefined && !underway.has(taskId) && !answer.knows(taskId)) {
      if (answer.state.intake === 'draining') return poolDraining(answer.state);
      if (roomIn(answer) - underway.size <= 0) return queueFull(answer.state);
    }
    if (answer?.knows(taskId) !== true) underway.set(taskId, this.#now());
    return undefined;
  }

  /** A task that was let in did not start after all. */
  leave(pool: string, taskId: string): void {
    this.#underway.get(pool)?.delete(taskId);
  }

  #underwayTo(pool: string, answer: PoolAnswer | undefined): Map<string, number> {
    const underway = this.#underway.get(pool) ?? new Map<string, number>();
    this.#underway.set(pool, underway);
    for (const [taskId, since] of underway) {
      const age = this.#now() - since;
      // Below 0 when the clock was set back meanwhile.
      if (age < 0 || age >= UNDERWAY_MS || answer?.knows(taskId) === true) underway.delete(taskId);
    }
    return underway;
  }
}

/** Tasks that may still come: what the queue holds, and leases that are free because nobody waits. */
function roomIn({ state }: PoolAnswer): number {
  const { settings, queue, leases, intake } = state;
  const free = intake === 'open' && queue.length === 0 ? Math.max(0, poolSize(state) - leases.length) : 0;
  return settings.queue_cap - queue.length + free;
}
