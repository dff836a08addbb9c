import type { Phase } from '../phase.ts';
import type { ActionRules, PoolActionKind } from './action.ts';
import type { PressureReport } from './pressure.ts';
import type { PoolSettings } from './settings.ts';

/** A task asks for a lease. `ask` counts a task's requests from 1, so that a late or repeated one is known. */
export interface Enqueue {
  readonly kind: 'enqueue';
  readonly task_id: string;
  readonly ask: number;
  /** 1 to 10. */
  readonly priority: number;
  readonly project: string;
  /** It was parked and requeued; absent otherwise. */
  readonly requeued?: boolean;
}

/** How a task ended that gave its lease back for good. */
export interface TaskOutcome {
  readonly status: 'completed' | 'failed' | 'dead_lettered' | 'cancelled';
  /** From its first phase's start to its end, in ms. */
  readonly duration_ms: number;
  /** The phase in which it failed. */
  readonly failed_phase?: Phase;
  /** Phases that needed more than the first attempt of a round, and how many of those came to a verdict in the end. */
  readonly retried_phases: number;
  readonly recovered_phases: number;
}

/** A task gives its lease back; without an outcome it has not ended and will ask again. */
export interface Release {
  readonly kind: 'release';
  readonly task_id: string;
  readonly ask: number;
  readonly outcome?: TaskOutcome;
}

/** A task takes its request back, queued or just granted. */
export interface Withdraw {
  readonly kind: 'withdraw';
  readonly task_id: string;
  readonly ask: number;
}

/** A task's priority changed. */
export interface Reprioritise {
  readonly kind: 'reprioritise';
  readonly task_id: string;
  readonly priority: number;
}

/** A worker says how hard it is withPressure. */
export interface Pressure extends PressureReport {
  readonly kind: 'pressure';
}

/** A task was found closed without a word. */
export interface Gone {
  readonly kind: 'gone';
  readonly task_id: string;
  readonly ask: number;
}

/** An open task was found that the pool does not know: it waits, or works under the lease of a pool before this one. */
export interface Adopt {
  readonly kind: 'adopt';
  readonly task_id: string;
  readonly ask: number;
  readonly priority: number;
  readonly project: string;
  readonly requeued?: boolean;
  /** Since when it waits or works, in ms since the epoch. */
  readonly since: number;
  /** The token of its live lease; undefined while it waits. */
  readonly token?: number;
  /** The highest token it ever held. */
  readonly last_token: number;
}

/** A task was found parked as a dead letter. */
export interface Parked {
  readonly kind: 'parked';
  readonly task_id: string;
}

/** A task left the dead letter queue for good. */
export interface Unparked {
  readonly kind: 'unparked';
  readonly task_id: string;
}

/** A worker started with these settings in its configuration. */
export interface Configured {
  readonly kind: 'configured';
  readonly settings: PoolSettings;
  /** When the pool is to act by itself; as before, when not given. */
  readonly rules?: ActionRules;
}

/** An agent was found at fault for tasks that fail: it is not called, so the pool need not hold its tasks back. */
export interface AgentAtFault {
  readonly kind: 'agent_at_fault';
}

/** What a pool can be told by tasks, workers and its reconciler. */
export type PoolMessage =
  Enqueue | Release | Withdraw | Reprioritise | Pressure | Gone | Adopt | Parked | Unparked | Configured | AgentAtFault;

/** What an operator can ask for. */
export type PoolCommand =
  | { readonly kind: 'configure'; readonly change: Partial<PoolSettings>; readonly reason: string }
  | { readonly kind: 'revert'; readonly action: PoolActionKind; readonly reason: string }
  | { readonly kind: 'pause' | 'resume' | 'drain'; readonly reason: string };

/** What a pool tells a task. */
export type PoolEffect =
  | { readonly kind: 'grant'; readonly task_id: string; readonly ask: number; readonly token: number }
  | { readonly kind: 'refuse'; readonly task_id: string; readonly ask: number; readonly retry_after_ms: number };
