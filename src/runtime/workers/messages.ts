import type { AccountEvent, AccountStep } from '../../domain/account/account.ts';
import type { BreakerEvent, BreakerStep } from '../../domain/circuit-breaker.ts';
import type { SpentByScope } from '../../domain/money/budget.ts';
import type { SpenderAtHand } from '../../persistence/ledger/ledger-store.ts';
import type { MetricsSnapshot } from '../../observability/metrics/worker-snapshots.ts';
import type { WorkRecord } from '../../persistence/recorder/record.ts';

/** What a worker asks: to have something happen to the breaker or account of an agent, or what was spent so far. */
export type StoreQuestion =
  | { readonly of: 'breaker'; readonly agent: string; readonly event: BreakerEvent }
  | { readonly of: 'account'; readonly agent: string; readonly event: AccountEvent }
  | { readonly of: 'spent'; readonly spender: SpenderAtHand };

/** A question, numbered from 1 so that the answer finds its way. */
export interface WorkerQuestion {
  readonly kind: 'question';
  readonly id: number;
  readonly asks: StoreQuestion;
}

/** The answer to it, or why there is none. */
export interface AnswerToWorker {
  readonly kind: 'answer';
  readonly id: number;
  readonly outcome: { readonly value: BreakerStep | AccountStep | SpentByScope } | { readonly error: string };
}

/** What a worker process tells its parent: that it works; records, numbered from 1; a question; its metrics. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'records'; readonly id: number; readonly records: readonly WorkRecord[] }
  | { readonly kind: 'metrics'; readonly snapshot: MetricsSnapshot }
  | WorkerQuestion;

/** What a parent tells a worker process: that it has taken records; to end soon, without the patience of a drain. */
export type ToWorker = { readonly kind: 'recorded'; readonly id: number } | { readonly kind: 'stop' } | AnswerToWorker;
