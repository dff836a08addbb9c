import type { Queries } from '../database.ts';
import { aggregatedHistory } from './aggregated-history.ts';
import { exactHistory } from './exact-history.ts';
import type { HistoryPoint, HistoryQuery } from './history-query.ts';

/** What a history tells; spans in which no attempt ended are left out. */
export interface History {
  /** Oldest first. */
  readonly points: readonly HistoryPoint[];
  /** All of them as one; undefined when no attempt ended. */
  readonly total: HistoryPoint | undefined;
  /**
   * True when it goes further back than attempts are kept: then it is of whole hours or days, up to the last full hour,
   * and percentiles are off by 1 % at most.
   */
  readonly aggregated: boolean;
}

/** How attempts of phases went. */
export interface HistoryStore {
  read(query: HistoryQuery): Promise<History>;
}

const DAY_MS = 86_400_000;

/** How attempts went, from a database in which they are kept for so many days; `now` in ms since the epoch. */
export function createHistoryStore(db: Queries, keepDays: number, now: () => number): HistoryStore {
  return {
    async read({ bucket, ...span }) {
      const aggregated = span.from < now() - keepDays * DAY_MS;
      const read = aggregated ? aggregatedHistory : exactHistory;
      const [points, [total]] = await Promise.all([
        bucket === undefined ? [] : read(db, { ...span, bucket }),
        read(db, span),
      ]);
      return { points, total, aggregated };
    },
  };
}
