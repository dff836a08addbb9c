import type { TaskError } from './failure.ts';
import type { Stage } from './phase.ts';
import { type Pipeline, stageOf } from './pipeline.ts';
import type { TaskState } from './task.ts';

/** What became of a dead letter; `parked` until somebody, or the time limit, decides. */
export const DEAD_LETTER_STATUSES = ['parked', 'requeued', 'discarded', 'cancelled'] as const;
export type DeadLetterStatus = (typeof DEAD_LETTER_STATUSES)[number];

/** What can be decided about a parked task, and the status that it leads to. */
export const STATUS_AFTER = { requeue: 'requeued', discard: 'discarded' } as const;
export type DecisionKind = keyof typeof STATUS_AFTER;

/** A task whose retries are exhausted, parked until an operator decides. Plain JSON, times in ISO 8601. */
export interface DeadLetter {
  /** `<task_id>-<generation>`. */
  readonly id: string;
  readonly task_id: string;
  /** How often the task has been parked, this time included: a decision names it, so that a late one is refused. */
  readonly generation: number;
  readonly status: DeadLetterStatus;
  readonly phase: Stage;
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

/**
 * Why tasks are parked: their retries are used up; a time limit, a silence or a budget ended them; what they go on from is
 * gone; their proven change could not be handed over.
 */
export const PARKED_FOR = ['retries', 'limit', 'silence', 'budget', 'missing', 'delivery'] as const;
export type ParkedFor = (typeof PARKED_FOR)[number];

const PARKED_BY: Readonly<Record<string, ParkedFor>> = {
  PhaseLimitError: 'limit',
  SilentAgentError: 'silence',
  BudgetSpentError: 'budget',
  WorkMissingError: 'missing',
  ForgeError: 'delivery',
};

/** Why a task was parked, by the type of its error. */
export function parkedFor({ type }: Pick<TaskError, 'type'>): ParkedFor {
  return PARKED_BY[type] ?? 'retries';
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

/** Payload of the Update `annotate`: what is named is changed. */
export interface Annotation {
  readonly generation?: number;
  readonly investigated?: boolean;
  readonly resolution?: string | null;
}

/** What becomes of a parked task. */
export interface Decision {
  readonly status: Exclude<DeadLetterStatus, 'parked'>;
  readonly reason: string | null;
}

/** The letter of a task that is parked now, perhaps after earlier times. `now` in ms since the epoch. */
export function newLetter(work: ParkedWork, before: DeadLetter | undefined, now: number): DeadLetter {
  const { state, pipeline } = work;
  const { error, task_id } = state;
  const phase = stageOf(pipeline);
  if (error === undefined || phase === undefined) throw new Error('Only a task whose phase failed is parked.');
  const generation = (before?.generation ?? 0) + 1;
  return {
    id: `${task_id}-${generation}`,
    task_id,
    generation,
    status: 'parked',
    phase,
    error,
    retry_count: error.retry_count,
    failed_at: new Date(now).toISOString(),
    investigated: false,
    resolution: null,
    requeued_at: null,
    decided_at: null,
    reason: null,
    workflow_state: work,
  };
}

/** The letter with a decision; the first one stands. */
export function withDecision(letter: DeadLetter, { status, reason }: Decision, now: number): DeadLetter {
  if (letter.status !== 'parked') return letter;
  const at = new Date(now).toISOString();
  return { ...letter, status, reason, decided_at: at, requeued_at: status === 'requeued' ? at : null };
}

/** The letter with a note. */
export function annotated(letter: DeadLetter, { investigated, resolution }: Annotation): DeadLetter {
  return {
    ...letter,
    investigated: investigated ?? letter.investigated,
    resolution: resolution === undefined ? letter.resolution : resolution,
  };
}

/** Why a note makes no sense, or undefined. */
export function annotationProblem(annotation: unknown): string | undefined {
  if (typeof annotation !== 'object' || annotation === null) return 'the payload must be an object';
  const { investigated, resolution } = annotation as Record<string, unknown>;
  if (investigated === undefined && resolution === undefined) return 'investigated or resolution must be given';
  if (investigated !== undefined && typeof investigated !== 'boolean') return 'investigated must be true or false';
  if (resolution !== undefined && resolution !== null && typeof resolution !== 'string') {
    return 'resolution must be a text, or null';
  }
  return undefined;
}
