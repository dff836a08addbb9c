import type { PoolSettings } from './settings.ts';
import type { Intake, PoolDecision, PoolMode, PoolTotals } from './state.ts';

/** A lease as a person reads it. Times in ISO 8601. */
export interface LeaseView {
  readonly task_id: string;
  readonly token: number;
  readonly priority: number;
  readonly project: string;
  readonly granted_at: string;
  /** How long it has been held, in ms. */
  readonly age_ms: number;
  /** How long the task waited for it, in ms. */
  readonly waited_ms: number;
}

/** A waiting task as a person reads it. */
export interface WaitingTaskView {
  readonly task_id: string;
  /** From 1: the task that starts next. */
  readonly position: number;
  readonly priority: number;
  readonly project: string;
  readonly score: number;
  readonly queued_at: string;
  readonly waited_ms: number;
  /** It has waited so long that it goes before every score. */
  readonly overdue: boolean;
  /** By the mean duration of the tasks that ended lately; null while none has, or while nothing may start. */
  readonly estimated_start: string | null;
  /** Why it has not started yet, in a sentence. */
  readonly reason: string;
}

/** A pool as a person reads it. */
export interface PoolView {
  readonly name: string;
  /** Leases allowed at once now, after what the mode takes away. */
  readonly pool_size: number;
  readonly active: number;
  readonly available: number;
  readonly queued: number;
  readonly mode: PoolMode;
  readonly mode_since: string;
  /** The least priority that may start now. */
  readonly priority_threshold: number;
  readonly intake: Intake;
  /** Leases the pool could use now were workers there; 0 while it is idle. For a scaler outside. */
  readonly demand: number;
  readonly settings: PoolSettings;
  readonly leases: readonly LeaseView[];
  readonly queue: readonly WaitingTaskView[];
  readonly totals: PoolTotals;
  /** Live reports of workers under pressure. */
  readonly pressure: readonly {
    readonly worker_id: string;
    readonly memory_pct: number;
    readonly cpu_pct: number;
    readonly at: string;
  }[];
}

/** A decision as a person reads it. */
export type DecisionView = Omit<PoolDecision, 'at'> & { readonly at: string };
