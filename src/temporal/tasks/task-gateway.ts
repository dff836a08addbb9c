import type { Stage } from '../../domain/phase.ts';
import type { Progress, TaskState } from '../../domain/task.ts';
import type { FailedTry } from '../../domain/tries.ts';
import type { TaskInput } from '../../workflows/task/contract.ts';

/** A task to start; `fingerprint` tells two requests under one Idempotency-Key apart. */
export interface NewTask {
  readonly task_id: string;
  readonly input: TaskInput;
  readonly fingerprint?: string;
}

/** What became of a start: the task is new, or its id is in use, by a request of that fingerprint. */
export type StartOutcome =
  | { readonly kind: 'started'; readonly created_at: string }
  | { readonly kind: 'exists'; readonly created_at: string; readonly fingerprint: string | undefined };

/** The attempt that is under way or due; `progress` is what its agent said last. Times in ISO 8601. */
export interface PhaseAttempt {
  readonly phase: Stage;
  /** From 1. */
  readonly attempt: number;
  /** `due` is an attempt that no worker has taken up yet. */
  readonly status: 'due' | 'running';
  readonly due_at?: string;
  readonly last_error?: string;
  readonly progress?: Progress;
  /** What came to nothing before it, in this round. */
  readonly retries?: readonly FailedTry[];
}

/** What Temporal itself knows of a task, without asking its workflow. */
export interface Observation {
  readonly run_id: string;
  /** How the workflow ended in Temporal's words, or undefined while it is open. */
  readonly closed?: { readonly as: string; readonly at: string };
  /** Grows with all that happens in a run. */
  readonly history_length: number;
  readonly created_at: string;
  readonly attempt?: PhaseAttempt;
}

/** What a task began with. */
export type AcceptedTask = Pick<TaskInput, 'request' | 'traceparent'>;

/** What became of a wish to cancel; `queued` when no worker took it up yet, though it is kept. */
export type CancelOutcome = 'accepted' | 'queued' | 'ended' | 'unknown';

/** What became of a change of priority; `state` is the task with its new one. */
export type ReprioritiseOutcome =
  { readonly kind: 'done'; readonly state: TaskState } | { readonly kind: 'ended' | 'unknown' };

/** Tasks as Temporal has them. Every method rejects with TemporalUnavailableError within 1.5 s when Temporal is away. */
export interface TaskGateway {
  /** Starts a task unless its id was ever used. */
  start(task: NewTask): Promise<StartOutcome>;
  /** Undefined for an id that no workflow has. */
  observe(taskId: string): Promise<Observation | undefined>;
  /** The workflow's own answer; undefined when no worker gives one in time. */
  state(taskId: string): Promise<TaskState | undefined>;
  /** The state that a closed workflow ended with; undefined when it carries none. */
  finalState(taskId: string): Promise<TaskState | undefined>;
  /** What the task was asked to do and in which trace, from the start of its history. */
  accepted(taskId: string): Promise<AcceptedTask | undefined>;
  cancel(taskId: string, reason: string): Promise<CancelOutcome>;
  /** @throws {TemporalUnavailableError} also when no worker takes the change up in time; it is safe to repeat. */
  reprioritise(taskId: string, priority: number): Promise<ReprioritiseOutcome>;
  /** Ends the task's wait for a time, where it waits for one; kept until a worker comes. */
  tryNow(taskId: string): Promise<void>;
  /** Resolves when Temporal answers at all. */
  ping(): Promise<void>;
}
