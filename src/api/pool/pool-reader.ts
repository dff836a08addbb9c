import type { PoolSettings } from '../../domain/pool/settings.ts';
import { newPool } from '../../domain/pool/state.ts';
import { atMost } from '../at-most.ts';
import type { PoolGateway } from '../../temporal/pools/pool-gateway.ts';
import { PoolPoll, type PoolReading } from './pool-poll.ts';
import { poolNotFound } from './pool-problems.ts';

/** How long somebody who only glances waits for a pool, in ms. */
const GLANCE_MS = 200;

/** Reads the declared pools for all of the API; each is asked once a second at most. */
export class PoolReader {
  readonly #polls: ReadonlyMap<string, PoolPoll>;

  constructor(gateway: Pick<PoolGateway, 'read'>, pools: Readonly<Record<string, PoolSettings>>, now: () => number) {
    const polls = Object.entries(pools).map(([name, settings]) => {
      // A pool that does not run yet begins with the first task, so it is as good as empty.
      const ask = async () => (await gateway.read(name)) ?? newPool(name, settings, now());
      return [name, new PoolPoll(ask, now)] as const;
    });
    this.#polls = new Map(polls);
  }

  /** @throws {Problem} 404 for a name of no pool. */
  check(name: string): void {
    this.#pollOf(name);
  }

  /**
   * The pool as it was within the last second, or an older answer, marked stale, while the pool is silent.
   * @throws {Problem} 404 for a name of no pool.
   * @throws {PoolUnavailableError | TemporalUnavailableError} when nothing is known that would still count.
   */
  async read(name: string): Promise<PoolReading> {
    return this.#pollOf(name).read();
  }

  /** The same for those who can do without: undefined when it would take long or fail. */
  async glance(name: string): Promise<PoolReading | undefined> {
    const poll = this.#polls.get(name);
    const reading = await atMost(GLANCE_MS, poll?.read() ?? Promise.resolve(undefined)).catch(() => undefined);
    return reading ?? poll?.known();
  }

  /** The pool was changed from here, so that the next reader needs a new answer. */
  forget(name: string): void {
    this.#polls.get(name)?.forget();
  }

  #pollOf(name: string): PoolPoll {
    const poll = this.#polls.get(name);
    if (poll === undefined) throw poolNotFound(name, [...this.#polls.keys()]);
    return poll;
  }
}
