/** What a pool does by itself about a critical condition, beside its steps of size. */
export const POOL_ACTIONS = ['raise_size', 'limit_intake', 'pause_intake'] as const;
export type PoolActionKind = (typeof POOL_ACTIONS)[number];

/** A figure that is too high once it has been above `above` for `for_ms` ms without a break. */
interface Limit {
  readonly above: number;
  readonly for_ms: number;
}

/** When a pool acts by itself. Times in ms, shares in percent. */
export interface ActionRules {
  /** Whether anything is done; what is in force is reverted in any case. */
  readonly enabled: boolean;
  /** Between two actions, and for so long a queue must be too long before intake is limited. */
  readonly cooldown_ms: number;
  /** For so long the condition must have been over before an action is reverted; failures of this span are going on. */
  readonly calm_ms: number;
  /** Tasks that failed count after this: by then it is known whether an agent is at fault. */
  readonly settle_ms: number;
  /** For so long what an operator chose, or undid, is left alone. */
  readonly yield_ms: number;
  /** What is too much; without a limit nothing is. */
  readonly utilization?: Limit;
  readonly queue?: Limit;
  /** A queue that is no longer than this needs nothing. */
  readonly restful_queue: number;
  /** A share of successes below which something is wrong; of fewer than `events` nothing is said. */
  readonly success: { readonly critical: number; readonly events: number };
}

/** What a kind of action does. Pausing intake lets tasks wait that would only fail; limiting it turns new ones away. */
export type ActionChange =
  | { readonly kind: 'raise_size' | 'limit_intake'; readonly from: number; readonly to: number }
  | { readonly kind: 'pause_intake' };

/** Something that the pool did about a critical condition, in force until it is reverted. Moments in ms since the epoch. */
export type PoolAction = ActionChange & {
  readonly at: number;
  readonly cause: string;
  /** The figures that led to it. */
  readonly figures: Readonly<Record<string, number>>;
  /** What came of it, in a sentence. */
  readonly effect: string;
  /** How it is reverted, and when. */
  readonly reversal: string;
  /** Since when its condition has been over, without a break; null while it is not. */
  readonly calm_since: number | null;
};

/** One that is over. */
export type EndedAction = PoolAction & {
  readonly ended_at: number;
  readonly ended_by: 'chimera' | 'operator';
  readonly end_reason: string;
};

/** What a pool knows of its own actions: plain JSON. Moments in ms since the epoch. */
export interface PoolActions {
  /** Without rules it does nothing by itself. */
  readonly rules?: ActionRules;
  /** One of a kind at most. */
  readonly in_force: readonly PoolAction[];
  /** The last ones that are over, oldest first. */
  readonly ended: readonly EndedAction[];
  /** When it last did or reverted something. */
  readonly acted_at: number;
  /** When it last looked: after a gap nothing has lasted. */
  readonly looked_at: number;
  /** Since when it is too busy, and since when its queue is too long. */
  readonly busy_since: number | null;
  readonly long_since: number | null;
  /** When somebody else last chose its settings. */
  readonly chosen_at: number | null;
  /** When it was last told that an agent is at fault for tasks that fail. */
  readonly agent_at_fault_at: number | null;
  /** When an operator last reverted or undid an action of a kind. */
  readonly undone_at: Readonly<Partial<Record<PoolActionKind, number>>>;
}

/** Nothing was ever done. */
export const NO_ACTIONS: PoolActions = {
  in_force: [],
  ended: [],
  acted_at: 0,
  looked_at: 0,
  busy_since: null,
  long_since: null,
  chosen_at: null,
  agent_at_fault_at: null,
  undone_at: {},
};
