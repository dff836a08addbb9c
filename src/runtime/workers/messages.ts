import type { BreakerEvent, BreakerStep } from '../../domain/circuit-breaker.ts';
import type { MetricsSnapshot } from '../../observability/metrics/worker-snapshots.ts';
import type { WorkRecord } from '../../persistence/recorder/record.ts';

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

/** What a worker process tells its parent: that it works; records, numbered from 1; what happened to a breaker; its metrics. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'records'; readonly id: number; readonly records: readonly WorkRecord[] }
  | { readonly kind: 'metrics'; readonly snapshot: MetricsSnapshot }
  | BreakerQuestion;

/** What a parent tells a worker process: that it has taken records; to end soon, without the patience of a drain. */
export type ToWorker = { readonly kind: 'recorded'; readonly id: number } | { readonly kind: 'stop' } | BreakerAnswer;
