import type { BreakerEvent, BreakerStep } from '../../domain/circuit-breaker.ts';
import type { DeadLetter } from '../../domain/dead-letter.ts';
import type { MetricsSnapshot } from '../../observability/metrics/worker-snapshots.ts';
import type { FinishedPhaseRun, StartedPhaseRun } from '../../persistence/phase-run-store.ts';
import type { TaskState } from '../../domain/task.ts';

/** A record on its way from a worker process to the process that has the database open. */
export type WorkerRecord =
  | { readonly of: 'task'; readonly state: TaskState }
  | { readonly of: 'phase_started'; readonly run: StartedPhaseRun }
  | { readonly of: 'phase_finished'; readonly run: FinishedPhaseRun }
  | { readonly of: 'dead_letter'; readonly entry: DeadLetter };

/** Something that happened to the breaker of an agent, numbered from 1 so that the answer finds its way. */
export interface BreakerQuestion {
  readonly kind: 'breaker';
  readonly id: number;
  readonly agent: string;
  readonly event: BreakerEvent;
}

/** What came of it, or why that is not known. */
export interface BreakerAnswer {
  readonly kind: 'breaker';
  readonly id: number;
  readonly outcome: { readonly step: BreakerStep } | { readonly error: string };
}

/** What a worker process tells its parent: that it works; a record, numbered from 1; what happened to a breaker; its metrics. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'record'; readonly id: number; readonly record: WorkerRecord }
  | { readonly kind: 'metrics'; readonly snapshot: MetricsSnapshot }
  | BreakerQuestion;

/** What a parent tells a worker process: that a record was dealt with; to end soon, without the patience of a drain. */
export type ToWorker = { readonly kind: 'recorded'; readonly id: number } | { readonly kind: 'stop' } | BreakerAnswer;
