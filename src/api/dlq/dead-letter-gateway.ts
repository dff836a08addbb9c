import type { DeadLetter, DecisionKind } from '../../domain/dead-letter.ts';
import type { ParkingDecision } from '../../workflows/task/contract.ts';

/** A note about a dead letter of that generation; what is not named stays. */
export interface Note {
  readonly generation: number;
  readonly investigated?: boolean;
  readonly resolution?: string | null;
}

/** What a task answered to a decision or an annotation: its dead letter as it is now, or why not. */
export type DecisionOutcome =
  | { readonly kind: 'done'; readonly entry: DeadLetter }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'closed' | 'unknown' };

/** Parked tasks as their workflows have them. Every method rejects with TemporalUnavailableError when Temporal is away. */
export interface DeadLetterGateway {
  /** The task's latest dead letter; null when it was never parked, undefined when no worker answers in time. */
  deadLetter(taskId: string): Promise<DeadLetter | null | undefined>;
  /** @throws {TaskSilentError} when no worker takes it up in time; it is safe to repeat. */
  decide(kind: DecisionKind, taskId: string, decision: ParkingDecision): Promise<DecisionOutcome>;
  /** @throws {TaskSilentError} when no worker takes it up in time; it is safe to repeat. */
  annotate(taskId: string, note: Note): Promise<DecisionOutcome>;
}
