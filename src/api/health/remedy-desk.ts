import type { RemedyRecord } from '../../persistence/health/remedy-records.ts';

/** What became of taking a remedy back; `over` is one that ended otherwise before. */
export type Reversion =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'over'; readonly record: RemedyRecord }
  | { readonly kind: 'reverted'; readonly record: RemedyRecord };

/** The remedies as operators have to do with them. Everything rejects when the database is away. */
export interface RemedyDesk {
  /** The last ones, newest first; those that are over only if they ended after a moment, in ms since the epoch. */
  list(limit: number, endedAfter?: number): Promise<readonly RemedyRecord[]>;
  /** Takes one back at once, or as soon as its pool or the database answers again. */
  revert(id: number): Promise<Reversion>;
}
