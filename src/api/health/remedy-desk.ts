import type { ActionRecord } from '../../persistence/health/action-records.ts';

/** What became of taking a remedy back; `over` is one that ended otherwise before. */
export type Reversion =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'over'; readonly record: ActionRecord }
  | { readonly kind: 'reverted'; readonly record: ActionRecord };

/** The remedies as operators have to do with them. Everything rejects when the database is away. */
export interface RemedyDesk {
  /** The last ones, newest first; those that are over only if they ended after a moment, in ms since the epoch. */
  list(limit: number, endedAfter?: number): Promise<readonly ActionRecord[]>;
  /** Takes one back at once, or as soon as its pool or the database answers again. */
  revert(id: number): Promise<Reversion>;
}
