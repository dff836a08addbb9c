import type { HistoryStore } from '../../persistence/history/history-store.ts';
import type { ApiLog } from '../api-log.ts';
import { fromStore } from '../problem/from-store.ts';
import type { HistoryRequest, HistoryView } from '../../contract/history.ts';
import { spanOfTime } from './span-of-time.ts';

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
  async read(request: HistoryRequest): Promise<HistoryView> {
    const { from, to } = spanOfTime(request, this.#now());
    const reading = this.#history.read({ ...request, from, to });
    const { points, total, aggregated } = await fromStore(reading, this.#log, 'the history could not be read');
    const [first, last] = [new Date(from).toISOString(), new Date(to).toISOString()];
    return { from: first, to: last, aggregated, total: total ?? null, points: [...points] };
  }
}
