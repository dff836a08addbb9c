import type { Phase } from '../phase.ts';
import { type ActionRules, NO_ACTIONS, type PoolActionKind, type PoolActions } from './action.ts';
import type { TaskOutcome } from './messages.ts';
import type { PressureReport } from './pressure.ts';
import type { PoolSettings } from './settings.ts';

/** A task that waits. Times are ms since the epoch throughout the pool's state. */
export interface QueuedTask {
  readonly task_id: string;
  readonly ask: number;
  readonly priority: number;
  readonly project: string;
  /** It was parked before. */
  readonly requeued?: boolean;
  readonly since: number;
}

/** A permit to work. Tokens grow over all leases of a pool, so that a stale holder can be told from the live one. */
export interface Lease {
  readonly task_id: string;
  readonly ask: number;
  readonly token: number;
  readonly priority: number;
  readonly project: string;
  readonly granted_at: number;
  readonly waited_ms: number;
}

/** Whether tasks may come in, and whether those that wait may start. */
export const INTAKES = ['open', 'paused', 'draining'] as const;
export type Intake = (typeof INTAKES)[number];

/** How far the pool holds back to spare its workers. */
export const MODES = ['NORMAL', 'DEGRADED', 'SURVIVAL'] as const;
export type PoolMode = (typeof MODES)[number];

/** A task that ended, as the sliding window keeps it. */
export interface FinishedTask {
  readonly status: TaskOutcome['status'];
  readonly project: string;
  readonly duration_ms: number;
  readonly waited_ms: number;
  readonly failed_phase?: Phase;
  readonly retried_phases: number;
  readonly recovered_phases: number;
  readonly at: number;
  /** Of a dead letter only: its end counts no longer once the task is requeued. */
  readonly task_id?: string;
}

/** One decision about the pool's size, mode or intake, with its reason. */
export interface PoolDecision {
  readonly at: number;
  readonly action:
    | 'scale_up'
    | 'scale_down'
    | 'mode'
    | 'configure'
    | 'pause'
    | 'resume'
    | 'drain'
    | 'rebuild'
    | PoolActionKind
    | 'revert';
  /** Leases allowed at once, before and after. */
  readonly from_size: number;
  readonly to_size: number;
  readonly reason: string;
}

/** What happened to tasks since the pool first began. */
export interface PoolTotals {
  readonly enqueued: number;
  readonly granted: number;
  readonly completed: number;
  readonly failed: number;
  /** Each time that a task was parked. */
  readonly dead_lettered: number;
  /** Parked tasks that came back for another end. */
  readonly requeued: number;
  readonly cancelled: number;
  /** Turned away because the queue was full or intake closed. */
  readonly refused: number;
  /** Found closed without a word, waiting or at work. */
  readonly lost: number;
}

/** All that a pool knows: plain JSON, which goes through continue-as-new whole. */
export interface PoolState {
  readonly name: string;
  readonly settings: PoolSettings;
  /** The settings that the configuration gave last, to tell a new configuration from an operator's change. */
  readonly configured: PoolSettings;
  readonly intake: Intake;
  readonly mode: PoolMode;
  readonly mode_since: number;
  /** When the mode last became milder. */
  readonly relaxed_at: number;
  /** Oldest first. */
  readonly queue: readonly QueuedTask[];
  readonly leases: readonly Lease[];
  readonly next_token: number;
  readonly pressure: readonly PressureReport[];
  readonly scaled_at: number;
  readonly peak_utilization: number;
  readonly window: readonly FinishedTask[];
  /** Waits of the leases granted last, in ms. */
  readonly waits: readonly number[];
  /** The queue's length at the last evaluations, oldest first. */
  readonly depths: readonly number[];
  readonly totals: PoolTotals;
  readonly decisions: readonly PoolDecision[];
  /** What it does by itself about what is critical. */
  readonly actions: PoolActions;
  /** Tasks that wait in the dead letter queue. */
  readonly parked: readonly string[];
  /** Asks that are over (`task_id/ask`), newest last, so that their late messages are known. */
  readonly over: readonly string[];
  readonly started_at: number;
}

const NO_TOTALS: PoolTotals = {
  enqueued: 0,
  granted: 0,
  completed: 0,
  failed: 0,
  dead_lettered: 0,
  requeued: 0,
  cancelled: 0,
  refused: 0,
  lost: 0,
};

/** A pool that has just begun. */
export function newPool(name: string, settings: PoolSettings, now: number, rules?: ActionRules): PoolState {
  return {
    name,
    settings,
    configured: settings,
    intake: 'open',
    mode: 'NORMAL',
    mode_since: now,
    relaxed_at: 0,
    queue: [],
    leases: [],
    next_token: 1,
    pressure: [],
    scaled_at: now,
    peak_utilization: 0,
    window: [],
    waits: [],
    depths: [],
    totals: NO_TOTALS,
    decisions: [],
    actions: rules === undefined ? NO_ACTIONS : { ...NO_ACTIONS, rules },
    over: [],
    parked: [],
    started_at: now,
  };
}
