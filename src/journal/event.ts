import type { BreakerStateName } from '../domain/circuit-breaker.ts';
import type { DeadLetter } from '../domain/dead-letter.ts';
import type { PullRequest } from '../domain/delivery/pull-request.ts';
import type { FailureClass } from '../domain/failure.ts';
import type { BudgetUse } from '../domain/money/budget.ts';
import type { PricedCall } from '../domain/money/model-call.ts';
import type { AgentAction, Phase } from '../domain/phase.ts';
import type { AgentUsage, PhaseResult } from '../domain/phase-result.ts';
import type { SessionFacts } from '../domain/session-facts.ts';
import type { TaskState } from '../domain/task.ts';
import type { Span, SpanAttributes } from '../domain/trace/span.ts';
import type { TraceContext } from '../domain/trace/trace-context.ts';
import type { AfterFailure, Tries } from '../domain/tries.ts';

/** One attempt of a phase: the same object in all that is told of it. Times in ms since the epoch. */
export interface Attempt {
  readonly task_id: string;
  readonly project: string;
  readonly phase: Phase;
  readonly round: number;
  /** Which call of the phase's activity it belongs to, as Temporal knows it: `run id/activity id`. */
  readonly call: string;
  /** From 1 in each call. */
  readonly attempt: number;
  /** When its phase could begin, ISO 8601. */
  readonly ready_at: string;
  /** The tries before it. */
  readonly tries: Tries;
  /** When it was to begin, and when it did. */
  readonly scheduled: number;
  readonly began: number;
  /** The span of its phase, which its own is below. */
  readonly phaseSpan: TraceContext;
}

/** How an attempt failed; `next` is undefined when the task is cancelled. */
export interface AttemptFailure {
  readonly error: unknown;
  /** The tries with this one. */
  readonly tries: Tries;
  readonly next?: AfterFailure;
}

/** A call of an agent: the same object in all that is told of it. */
export interface AgentCallUnderWay {
  /** Made up as it begins. */
  readonly id: string;
  readonly attempt: Attempt;
  /** As circuit breakers know it. */
  readonly agent: string;
  readonly action: AgentAction;
  /** In ms since the epoch. */
  readonly began: number;
}

/** How an agent's call ended: in an answer, in an error of some class, or broken off from outside. */
export type CallEnd = 'answered' | 'interrupted' | Exclude<FailureClass, 'worker_lost' | 'cancelled'>;

/**
 * What happened; `at` in ms since the epoch. It is said once, where it happens: whoever keeps, shows or counts it reads it
 * here. `notes` are what an attempt's span is to say besides.
 */
export type WorkEvent =
  | { readonly kind: 'attempt_began'; readonly attempt: Attempt }
  | {
      readonly kind: 'attempt_answered';
      readonly attempt: Attempt;
      readonly at: number;
      readonly result: PhaseResult;
      readonly notes: SpanAttributes;
    }
  | {
      readonly kind: 'attempt_failed';
      readonly attempt: Attempt;
      readonly at: number;
      readonly failure: AttemptFailure;
      readonly notes: SpanAttributes;
    }
  /** Its worker was heard of no more; the attempt after it tells, since nobody else can. */
  | { readonly kind: 'attempt_lost'; readonly attempt: Attempt; readonly at: number; readonly notes: SpanAttributes }
  /** An attempt had waited, since the one before it ended, for its time to come. */
  | { readonly kind: 'retry_awaited'; readonly attempt: Attempt; readonly from: number; readonly until: number }
  | { readonly kind: 'call_began'; readonly call: AgentCallUnderWay }
  | { readonly kind: 'call_progressed'; readonly call: AgentCallUnderWay }
  /** A request to a model has ended, well or not, and this is what it took; `id` is made up for it. */
  | {
      readonly kind: 'model_called';
      readonly call: AgentCallUnderWay;
      readonly at: number;
      readonly id: string;
      readonly priced: PricedCall;
    }
  /** A budget is used up by 80 %: told once a call. */
  | { readonly kind: 'budget_warned'; readonly call: AgentCallUnderWay; readonly use: BudgetUse }
  | {
      readonly kind: 'call_ended';
      readonly call: AgentCallUnderWay;
      readonly at: number;
      readonly end: CallEnd;
      /** Of all its models, however it ended. */
      readonly usage?: AgentUsage | undefined;
      readonly session?: SessionFacts;
      readonly error?: unknown;
    }
  /** An attempt waits for its agent's breaker, and has its answer. */
  | { readonly kind: 'breaker_asked'; readonly attempt: Attempt }
  | { readonly kind: 'breaker_answered'; readonly attempt: Attempt }
  /** What a breaker counted of a call, or that it let none in. */
  | { readonly kind: 'breaker_counted'; readonly agent: string; readonly what: 'success' | 'failure' | 'refused' }
  | {
      readonly kind: 'breaker_changed';
      readonly agent: string;
      readonly state: BreakerStateName;
      readonly generation: number;
      readonly reason: string;
    }
  /** A limit closed an agent's account; whoever met it waits for so many ms. */
  | { readonly kind: 'account_closed'; readonly agent: string; readonly wait_ms: number; readonly reason: string }
  /** A proven change is handed over: its pull request was opened, or brought up to date. */
  | {
      readonly kind: 'delivered';
      readonly state: TaskState;
      readonly how: 'opened' | 'updated';
      readonly pull_request: PullRequest;
    }
  | { readonly kind: 'task_closed'; readonly state: TaskState }
  /**
   * A task came to rest. `key` is the same for every telling of one and the same rest; `again`: it was parked before, and is
   * given up.
   */
  | {
      readonly kind: 'task_rested';
      readonly state: TaskState;
      readonly at: number;
      readonly key: string;
      readonly again: boolean;
    }
  /** A task was parked, or its dead letter was annotated or decided about. */
  | { readonly kind: 'dead_letter_changed'; readonly letter: DeadLetter }
  /** Temporal has taken a message to a pool, after so many seconds. */
  | { readonly kind: 'pool_told'; readonly operation: string; readonly seconds: number }
  /** A workflow tells of spans of its own, and how its task stands. */
  | { readonly kind: 'task_told'; readonly spans: readonly Span[]; readonly state?: TaskState };

/** What a reader does about each kind of event that it is about. It neither fails nor waits: no task may suffer from it. */
export type JournalReader = {
  readonly [Kind in WorkEvent['kind']]?: (event: Extract<WorkEvent, { readonly kind: Kind }>) => void;
};

/** Where work says what happened. */
export interface Journal {
  tell(event: WorkEvent): void;
}

/** A journal that its readers read in their order. */
export function createJournal(readers: readonly JournalReader[]): Journal {
  return {
    tell(event) {
      for (const reader of readers) (reader[event.kind] as ((event: WorkEvent) => void) | undefined)?.(event);
    },
  };
}
