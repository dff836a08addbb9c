import type { ActionRules, PoolActionKind } from '../../domain/pool/action.ts';
import type { PoolEffect, PoolMessage } from '../../domain/pool/messages.ts';
import type { PoolSettings } from '../../domain/pool/settings.ts';
import type { PoolState } from '../../domain/pool/state.ts';

/** The pool's registered workflow type. It runs on the task queue of the task workflows. */
export const POOL_WORKFLOW = 'chimeraPool';

/** The id of a pool's one workflow. */
export function poolWorkflowId(name: string): string {
  return `chimera-pool:${name}`;
}

/** Signal: messages of tasks, workers and the reconciler, in their order. Payload: PoolMessage[]. */
export const SIGNAL_MESSAGES = 'messages';

/** Query: the whole PoolState. */
export const QUERY_POOL = 'state';

/** Updates: an operator's commands. Payload: PoolCommand without its kind; answer: PoolState without queue and window. */
export const UPDATE_CONFIGURE = 'configure';
export const UPDATE_PAUSE = 'pause';
export const UPDATE_RESUME = 'resume';
export const UPDATE_DRAIN = 'drain';
export const UPDATE_REVERT = 'revert';

/**
 * Update: leases for tasks that are being submitted, as far as there is room. Payload: Enqueue[]; answer: Admitted[]. For a
 * task that got none it is as if nobody had asked.
 */
export const UPDATE_ADMIT = 'admit';

/** Memo of the pool's workflow: leases allowed at once now, for workers to follow. */
export const MEMO_POOL_SIZE = 'pool_size';

/** What a pool is started with. */
export interface PoolInput {
  readonly name: string;
  readonly settings: PoolSettings;
  /** When it is to act by itself; never, when not given. */
  readonly rules?: ActionRules;
  /** What the run before this one knew; without it the pool begins by looking for open tasks. */
  readonly carried?: CarriedPool;
  /** Events after which a run hands over to the next one; as the server suggests, when not given. */
  readonly events_per_run?: number;
}

/** What one run of a pool hands to the next. Times in ms since the epoch. */
export interface CarriedPool {
  readonly state: PoolState;
  /** Messages that came as the run ended. */
  readonly inbox?: readonly PoolMessage[];
  readonly evaluated_at: number;
  readonly reconciled_at: number;
  /** Runs so far. */
  readonly runs: number;
}

/** What an operator gives with a command. */
export interface CommandRequest {
  readonly reason?: string;
  /** For `configure` only. */
  readonly change?: Partial<PoolSettings>;
  /** For `revert` only. */
  readonly action?: PoolActionKind;
}

/** What a command answers with. */
export type PoolSummary = Pick<PoolState, 'name' | 'settings' | 'intake' | 'mode'> & {
  readonly pool_size: number;
  readonly active: number;
  readonly queued: number;
};

/** A task and the ask by which the pool knows it. */
export interface KnownTask {
  readonly task_id: string;
  readonly ask: number;
}

/** What the reconciler is given. */
export interface ReconcileInput {
  readonly pool: string;
  readonly known: readonly KnownTask[];
}

/** The pool's activities. */
export interface PoolActivities {
  /** Tells tasks of grants and refusals; gives those back whose workflow is closed. */
  tellTasks(effects: readonly PoolEffect[]): Promise<readonly PoolMessage[]>;
  /** Finds known tasks that are closed, and open tasks that are not known. */
  reconcilePool(input: ReconcileInput): Promise<readonly PoolMessage[]>;
}
