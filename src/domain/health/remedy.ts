/** A remedy that is in force: plain JSON. */
export type Remedy = Grounds & Measure;

/** The kinds of remedies. */
export const REMEDY_KINDS = [
  'raise_size',
  'limit_intake',
  'pause_intake',
  'trip_breaker',
] as const satisfies readonly Measure['kind'][];

/** Why a remedy was applied, and what becomes of it. Moments in ms since the epoch. */
interface Grounds {
  /** The pool whose condition asked for it. */
  readonly pool: string;
  /** When it was last applied. */
  readonly at: number;
  readonly cause: string;
  /** The figures that led to it. */
  readonly figures: Readonly<Record<string, number>>;
  /** How it is reversed, and when. */
  readonly reversal: string;
  /** Since when it is being taken back; it is over once a sample shows so. */
  readonly ending_at?: number;
}

/**
 * What is done to a pool or an agent. Pausing intake lets tasks wait that would only fail; it is no remedy for a long queue,
 * which it would make longer. Limiting intake turns new tasks away while the waiting ones go on.
 */
export type Measure =
  | { readonly kind: 'raise_size'; readonly from_size: number; readonly to_size: number }
  | { readonly kind: 'limit_intake'; readonly from_cap: number; readonly to_cap: number }
  | { readonly kind: 'pause_intake' }
  | { readonly kind: 'trip_breaker'; readonly agent: string };

/**
 * What is to be done, or was found undone. `apply` and `take_back` are carried out once the new state is kept; `let_go` is
 * only written down: somebody else changed what the remedy had done, so it is theirs now.
 */
export interface RemedialAction {
  readonly does: 'apply' | 'take_back' | 'let_go';
  readonly remedy: Remedy;
  readonly at: number;
  readonly reason: string;
}

/** What was done and is remembered: plain JSON. Moments in ms since the epoch. */
export interface RemediationState {
  readonly in_force: readonly Remedy[];
  /** The last action on each pool. */
  readonly acted: Readonly<Record<string, number>>;
  /** Until when a remedy that somebody undid is not applied again. */
  readonly hands_off: Readonly<Record<string, number>>;
}

/** An action that is to be carried out. */
export type CarriedOut = Exclude<RemedialAction['does'], 'let_go'>;

/** Nothing was ever done. */
export const NO_REMEDIES: RemediationState = { in_force: [], acted: {}, hands_off: {} };

/** What tells remedies from one another: only one of a name is ever in force. */
export function remedyName(pool: string, measure: Measure): string {
  return `${measure.kind}:${measure.kind === 'trip_breaker' ? measure.agent : pool}`;
}

/** The remedies in force without the one of a name. */
export function withoutRemedy({ in_force }: RemediationState, name: string): readonly Remedy[] {
  return in_force.filter((one) => remedyName(one.pool, one) !== name);
}
