import type { ActionRecord } from '../../persistence/health/action-records.ts';

/** What became of a revert; `over` is an action that ended otherwise before. */
export type Reversion =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'over'; readonly record: ActionRecord }
  | { readonly kind: 'reverted'; readonly record: ActionRecord };

/** What was done by itself, as operators have to do with it. Everything rejects when the database is away. */
export interface ActionDesk {
  /** The last ones, newest first; those that are over only if they ended after a moment, in ms since the epoch. */
  list(limit: number, endedAfter?: number): Promise<readonly ActionRecord[]>;
  /** Reverts one at once; rejects when its pool does not answer. */
  revert(id: number): Promise<Reversion>;
}
