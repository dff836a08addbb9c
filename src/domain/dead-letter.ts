import type { TaskError } from './failure.ts';
import type { Phase } from './phase.ts';
import type { Pipeline } from './pipeline.ts';
import type { TaskState } from './task.ts';

/** What became of a dead letter; `parked` until somebody, or the time limit, decides. */
export const DEAD_LETTER_STATUSES = ['parked', 'requeued', 'discarded', 'cancelled'] as const;
export type DeadLetterStatus = (typeof DEAD_LETTER_STATUSES)[number];

/** A task whose retries are exhausted, parked until an operator decides. Plain JSON, times in ISO 8601. */
export interface DeadLetter {
  /** `<task_id>-<generation>`. */
  readonly id: string;
  readonly task_id: string;
  /** How often the task has been parked, this time included: a decision names it, so that a late one is refused. */
  readonly generation: number;
  readonly status: DeadLetterStatus;
  readonly phase: Phase;
  readonly error: TaskError;
  /** Retries used up in that phase. */
  readonly retry_count: number;
  readonly failed_at: string;
  /** Whether somebody looked into it, and what came of it. */
  readonly investigated: boolean;
  readonly resolution: string | null;
  readonly requeued_at: string | null;
  /** When and why it was requeued, discarded or cancelled. */
  readonly decided_at: string | null;
  readonly reason: string | null;
  /** The checkpoint that a requeue goes on from. */
  readonly workflow_state: ParkedWork;
}

/** All that a task needs to go on: what is known of it, and its pipeline with every finished phase. */
export interface ParkedWork {
  readonly state: TaskState;
  readonly pipeline: Pipeline;
}

/** A parked task is discarded after this time without a decision, in ms: 30 days. */
export const PARKING_LIMIT_MS = 30 * 24 * 60 * 60 * 1_000;

/** Of two records of one entry the one that is further on: a decision is never undone. Of equals it is `next`. */
export function laterOf(before: DeadLetter, next: DeadLetter): DeadLetter {
  return before.status !== 'parked' && next.status === 'parked' ? before : next;
}
