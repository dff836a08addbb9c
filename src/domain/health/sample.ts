import type { BreakerStateName } from '../circuit-breaker.ts';
import type { Phase } from '../phase.ts';
import type { PoolSettings } from '../pool/settings.ts';
import type { Intake, PoolMode } from '../pool/state.ts';
import type { OutcomeCounts } from '../pool/window.ts';

/**
 * What is known of the system at one moment: plain JSON. Absent means not known; times are ms, moments ms since the
 * epoch. The rules look back for an hour at most.
 */
export interface HealthSample {
  readonly at: number;
  /** Every declared pool, also one that did not answer. */
  readonly pools: readonly PoolSample[];
  readonly resources: ResourceSample;
  readonly temporal?: Reachability;
  readonly database?: Reachability;
  readonly workers?: WorkersSample;
  /** Every agent of the configuration. */
  readonly agents: readonly AgentSample[];
}

/** Whether a service answered. */
export type Reachability = 'up' | 'down';

/** A pool; one that did not answer has no figures. */
export interface PoolSample {
  readonly pool: string;
  readonly figures?: PoolFigures;
}

/** What the rules look at in a pool. */
export interface PoolFigures extends Pick<PoolSettings, 'size' | 'max' | 'policy' | 'queue_cap'> {
  /** Leases allowed now, after what the mode takes away. */
  readonly allowed: number;
  readonly active: number;
  /** At most 100. */
  readonly utilization_pct: number;
  readonly queue_depth: number;
  readonly mode: PoolMode;
  readonly intake: Intake;
  /** Tasks that ended since the pool first began, the cancelled not counted: these only grow, until a pool begins anew. */
  readonly ended: OutcomeCounts;
  readonly recent: RecentTasks;
}

/** The tasks that ended within the last hour, the cancelled not counted; of these the last 100. */
export interface RecentTasks extends OutcomeCounts {
  readonly failed_by_phase: Readonly<Partial<Record<Phase, number>>>;
  /** Of the completed ones; null without any. */
  readonly mean_duration_ms: number | null;
  readonly p95_duration_ms: number | null;
}

/** How much of what there is is used: percent of the worker or host that is used the most. */
export interface ResourceSample {
  readonly memory_pct?: number;
  readonly cpu_pct?: number;
  readonly database_connections?: { readonly used: number; readonly max: number };
}

/** The workers that ask for work, and those that failed by their heartbeats within the last hour and have no successor. */
interface WorkersSample {
  readonly alive: number;
  readonly silent: number;
}

/** An agent; `calls` are counted from any moment on and only grow, until a count begins anew. */
export interface AgentSample {
  readonly agent: string;
  readonly breaker?: BreakerStateName;
  /** Whether it is open because Chimera tripped it by itself. */
  readonly tripped_by_chimera?: boolean;
  readonly calls?: OutcomeCounts;
}
