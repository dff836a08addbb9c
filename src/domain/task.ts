import type { Budget } from './money/budget.ts';
import type { PullRequest } from './delivery/pull-request.ts';
import type { AgentAction, Phase, RestingPlace, Stage } from './phase.ts';
import type { TaskError } from './failure.ts';
import type { FailedTry } from './tries.ts';
import type { ArtifactRef, FindingSeverity, PhaseResult, ScenarioResult } from './phase-result.ts';

/** What somebody asks for. `priority` is 1 (may wait) to 10 (now). */
export interface TaskRequest {
  readonly feature: string;
  readonly target_url: string;
  readonly priority: number;
  readonly project: string;
  /** What agents may spend on it; what it does not name is as the configuration has it. */
  readonly budget?: Budget;
}

/** Priority of a task that names none. */
export const DEFAULT_PRIORITY = 5;

/** Whether a value is a priority. */
export function isPriority(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 10;
}

/** A task's life in one word. */
export const TASK_STATUSES = [
  'queued',
  'running',
  'completed',
  'failed',
  'dead_lettered',
  'discarded',
  'cancelled',
] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** What each status says of a task: that it is under way, that it waits for a decision about it, or that it is over. */
const STAGES: Readonly<Record<TaskStatus, 'under way' | 'parked' | 'over'>> = {
  queued: 'under way',
  running: 'under way',
  completed: 'over',
  failed: 'over',
  dead_lettered: 'parked',
  discarded: 'over',
  cancelled: 'over',
};

/** Whether a task has ended for good; a parked one may go on. */
export function hasEnded({ status }: { readonly status: TaskStatus }): boolean {
  return STAGES[status] === 'over';
}

/** Whether a task does nothing any more unless somebody decides so: it has ended, or is parked. */
export function isAtRest({ status }: { readonly status: TaskStatus }): boolean {
  return STAGES[status] !== 'under way';
}

/** How a phase of a task stands, in one word. */
export const PHASE_STATUSES = ['pending', 'running', 'passed', 'failed', 'rejected', 'cancelled'] as const;
export type PhaseStatus = (typeof PHASE_STATUSES)[number];

/** How one phase of a task stands. `attempts` counts retries too, over all rounds. */
export interface PhaseRecord {
  readonly phase: Phase;
  readonly status: PhaseStatus;
  readonly round: number;
  readonly attempts: number;
  /** Wall time over all rounds, in ms; undefined until the phase has run. */
  readonly duration_ms?: number;
  readonly started_at?: string;
  readonly finished_at?: string;
  /** The agent's verdict in the latest round, once there is one. */
  readonly verdict?: PhaseResult['verdict'];
  /** Its tries that did not succeed, with their reasons and the waits after them; the latest twenty. */
  readonly retries?: readonly FailedTry[];
  /** Those of a round that is not over, told when the phase began to wait; they come to `retries` with the round's end. */
  readonly tries_so_far?: readonly FailedTry[];
}

/** How often a task was sent back to its coder: by a review, by a proof that failed, by remarks on its pull request. */
export interface Rework {
  readonly review: number;
  readonly validation: number;
  /** Not there while there was none. */
  readonly pull_request?: number;
}

/** What a task waits for; undefined while it works. */
export type WaitingFor =
  | {
      readonly kind: 'lease';
      /** From 1: the task that starts next. */
      readonly position?: number;
      readonly estimated_start?: string;
      readonly reason?: string;
    }
  | {
      readonly kind: 'retry';
      readonly phase: Stage;
      readonly until: string;
      /** Of the try that follows, from 1; a wait that its provider asked for counts as none. */
      readonly attempt: number;
      readonly error: string;
    }
  | { readonly kind: 'breaker'; readonly agent: string; readonly until: string }
  | { readonly kind: 'account'; readonly agent: string; readonly until: string; readonly reason: string }
  | { readonly kind: 'worker'; readonly phase: Stage }
  /** Somebody's word on it: it is merged, it is closed, or changes are asked for. */
  | {
      readonly kind: 'pull_request';
      readonly url: string;
      readonly until: string;
      /** Why it could not be looked at the last time, where it could not. */
      readonly error?: string;
    }
  | { readonly kind: 'approval' }
  | { readonly kind: 'operator' };

/** What a successful task has to show. */
export interface TaskResult {
  readonly already_satisfied: boolean;
  readonly test_path: string;
  readonly test_commit: string;
  readonly base_commit: string;
  readonly branch: string;
  readonly commit_sha?: string;
  readonly files_changed?: readonly string[];
  readonly deployment_url?: string;
  readonly validation_status?: 'passed';
  /** The content of the test that failed before and passed on staging, by its name in git. */
  readonly test_blob?: string;
  /** The generated test against the target, before the change. */
  readonly scenarios_before: readonly ScenarioResult[];
  /** The same test at the end: on staging, or, where the feature was already there, against the target. */
  readonly scenarios: readonly ScenarioResult[];
}

/** One artifact of one phase and round. */
export interface TaskArtifact extends ArtifactRef {
  readonly phase: Phase;
  readonly round: number;
}

/** All that is known of a task; the answer of the workflow's query `state`, and its result. Plain JSON, times in ISO 8601. */
export interface TaskState {
  readonly task_id: string;
  /** Its root span (W3C `traceparent`). */
  readonly traceparent: string;
  readonly request: TaskRequest;
  readonly status: TaskStatus;
  readonly phase: Stage | RestingPlace;
  readonly round: number;
  readonly phases: readonly PhaseRecord[];
  readonly rework: Rework;
  readonly waiting_for?: WaitingFor;
  /** How often a phase was to wait, and was to be tried again after that; not there when none was. */
  readonly waits?: number;
  readonly result?: TaskResult;
  /** The pull request by which its change is handed over, once there is one. */
  readonly pull_request?: PullRequest;
  readonly error?: TaskError;
  readonly artifacts: readonly TaskArtifact[];
  readonly created_at: string;
  readonly started_at?: string;
  readonly finished_at?: string;
}

/** What an agent says while it works. `fraction` is 0 to 1 where it is known. */
export interface Progress {
  readonly action: AgentAction;
  readonly message: string;
  readonly fraction?: number;
  readonly at: string;
}

/** The finding severities, worst first. */
export const FINDING_SEVERITIES: readonly FindingSeverity[] = ['ERROR', 'WARNING', 'INFO'];

const TASK_ID = /^chimera-[0-9a-f]{12}$/;

/** Whether a text has the form of a task's id: `chimera-` and 12 hexadecimal digits. */
export function isTaskId(text: string): boolean {
  return TASK_ID.test(text);
}

/** The branch of a task in its project's repository. */
export function taskBranch(taskId: string): string {
  return `chimera/${taskId}`;
}

/** Where the API shows a task, relative to its origin. */
export function taskPath(taskId: string): string {
  return `/api/tasks/${encodeURIComponent(taskId)}`;
}

/** The key under which a phase's side effects are made once: `<task_id>:<phase>:<round>`. */
export function idempotencyKey(taskId: string, phase: Phase, round: number): string {
  return `${taskId}:${phase}:${round}`;
}
