import type { HistoryStore } from '../../persistence/history/history-store.ts';
import type { ApiLog } from '../api-log.ts';
import { Problem } from '../problem/problem.ts';
import type { HistoryRequest } from './history-requests.schema.ts';
import type { HistoryView } from './history-view.schema.ts';

const DAY_MS = 86_400_000;

/** How attempts of phases went, by what the database has of them. */
export class HistoryService {
  readonly #history: HistoryStore;
  readonly #log: ApiLog;
  readonly #now: () => number;

  constructor(history: HistoryStore, log: ApiLog, now: () => number) {
    this.#history = history;
    this.#log = log;
    this.#now = now;
  }

  /** @throws {Problem} 422 for a time that is to begin after its end, 503 while the database is away. */
  async read({ from, to = this.#now(), ...which }: HistoryRequest): Promise<HistoryView> {
    const begin = from ?? to - DAY_MS;
    if (begin >= to) {
      const errors = [{ field: 'from', message: 'must be before to, which is now if it is not given' }];
      throw new Problem(422, 'invalid-request', 'The span of time is empty.', { errors });
    }
    try {
      const { points, total, aggregated } = await this.#history.read({ from: begin, to, ...which });
      const [first, last] = [new Date(begin).toISOString(), new Date(to).toISOString()];
      return { from: first, to: last, aggregated, total: total ?? null, points: [...points] };
    } catch (error) {
      this.#log.warn({ err: error }, 'the history could not be read');
      throw new Problem(503, 'store-unavailable', 'The database does not answer; try again in a moment.', {
        headers: { 'Retry-After': '2' },
      });
    }
  }
}
