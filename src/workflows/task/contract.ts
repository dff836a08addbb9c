import type { DeadLetter, ParkedWork } from '../../domain/dead-letter.ts';
import type { HandedOn } from '../../domain/handed-on.ts';
import type { DeliveryPlan, PullRequest, PullRequestNews } from '../../domain/delivery/pull-request.ts';
import type { Budget } from '../../domain/money/budget.ts';
import type { Adopt, PoolMessage } from '../../domain/pool/messages.ts';
import type { Phase } from '../../domain/phase.ts';
import type { ResultOf, Review } from '../../domain/phase-result.ts';
import type { Feedback, ReworkBounds } from '../../domain/pipeline.ts';
import type { RetryPolicy } from '../../domain/retry-policy.ts';
import type { TaskRequest, TaskResult, TaskState } from '../../domain/task.ts';
import type { Span } from '../../domain/trace/span.ts';
import type { Tries } from '../../domain/tries.ts';
import type { Feature } from '../../feature/step.ts';

/** The workflow's registered type; its id is the task's id. */
export const TASK_WORKFLOW = 'chimeraTask';

/** Workflows and phases: a worker that decides on the next phase does it at once itself, where it has a slot. */
export const TASK_QUEUE = 'chimera';

/** Light activities, apart so that agents, which take slots for minutes, never hold them up. */
export const LIGHT_TASK_QUEUE = 'chimera-light';

/** Search attributes, all of type Keyword but the priority, an Int. Registered by the set-up. */
export const SEARCH_ATTRIBUTES = {
  status: 'ChimeraStatus',
  phase: 'ChimeraPhase',
  priority: 'ChimeraPriority',
  project: 'ChimeraProject',
} as const;

/** Message names. `approve` and `reject` are reserved: a task without an approval gate refuses them. */
export const QUERY_STATE = 'state';
export const UPDATE_CANCEL = 'cancel';
export const UPDATE_APPROVE = 'approve';
export const UPDATE_REJECT = 'reject';
export const UPDATE_REPRIORITISE = 'reprioritise';

/** Updates of a parked task; all answer with its DeadLetter. */
export const UPDATE_REQUEUE = 'requeue';
export const UPDATE_DISCARD = 'discard';
export const UPDATE_ANNOTATE = 'annotate';

/** Query: the task's latest DeadLetter, or null when it was never parked. */
export const QUERY_DEAD_LETTER = 'deadLetter';

/** Query: how the task stands with its pool; a LeaseStatus, or null when it neither waits for a lease nor holds one. */
export const QUERY_LEASE_STATUS = 'leaseStatus';

/** Signals of the pool. */
export const SIGNAL_LEASE_GRANTED = 'leaseGranted';
export const SIGNAL_LEASE_REFUSED = 'leaseRefused';

/** What a task is started with. */
export interface TaskInput {
  readonly request: TaskRequest;
  readonly rework: ReworkBounds;
  /** How the change is handed over when it is proven; by its branch alone where it is not there. */
  readonly deliver?: DeliveryPlan;
  readonly retry: RetryPolicy;
  /** Time limit of each phase, in seconds. */
  readonly limits: Readonly<Record<Phase, number>>;
  /** What was read of the feature when the task was accepted; none where a command of the project's reads it. */
  readonly steps?: Feature;
  /** The pool that lends the task its lease. */
  readonly pool: string;
  /** What was asked of that pool as the task was submitted; its own asks go on from there. */
  readonly asked?: SubmittedAsk;
  /** How long the task waits for a decision when its retries are exhausted, in ms. */
  readonly parking_limit_ms: number;
  /** The task's root span (W3C `traceparent`), the same in all its runs. */
  readonly traceparent: string;
  /** The span of the caller that the root span is below, where one came with the request. */
  readonly caller_span_id?: string;
  /** Where a later run of the task goes on; the first has none. */
  readonly from?: Resumption;
}

/** An ask made for a task that was being submitted; `token` is that of the lease it got, where it got one in time. */
export interface SubmittedAsk {
  readonly ask: number;
  readonly token?: number;
}

/** What a run of a task hands to its next: parked when its dead letter is, at work otherwise. */
export interface Resumption {
  readonly work: ParkedWork;
  /** What the task asked of its pool so far, and the highest token it held: both only grow. */
  readonly asks: number;
  readonly last_token: number;
  /** What became of the phase at hand so far, in this round. */
  readonly tries?: Tries;
  /** The latest time that the task was parked. */
  readonly dead_letter?: DeadLetter;
}

/** Signal, without payload: a wait for a retry, a breaker or an account is over at once. One that does not wait ignores it. */
export const SIGNAL_TRY_NOW = 'tryNow';

/** Payload of the Update `cancel`. */
export interface CancelRequest {
  readonly reason: string;
}

/** Payload of the Update `reprioritise`. */
export interface ReprioritiseRequest {
  /** 1 to 10. */
  readonly priority: number;
}

/** Payload of the Updates `requeue` and `discard`. Without a generation it concerns the parking there is. */
export interface ParkingDecision {
  readonly generation?: number;
  readonly reason?: string;
  /** Of a requeue: what agents may spend on the task from now on in all; what it does not name stays. */
  readonly budget?: Budget;
}

/** Payload of the signal `leaseGranted`. */
export interface LeaseGranted {
  readonly ask: number;
  readonly token: number;
}

/** Payload of the signal `leaseRefused`. */
export interface LeaseRefused {
  readonly ask: number;
  readonly retry_after_ms: number;
}

/** How a task stands with its pool, as a new pool has to know it. */
export type LeaseStatus = Omit<Adopt, 'kind' | 'task_id'> & {
  readonly pool: string;
  /** It waits in the dead letter queue, not for a lease. */
  readonly parked?: boolean;
};

/** What a phase activity is given. */
export interface PhaseInput {
  readonly task_id: string;
  readonly request: TaskRequest;
  readonly phase: Phase;
  readonly round: number;
  readonly lease_token: number;
  readonly limit_seconds: number;
  readonly retry: RetryPolicy;
  /** When the phase could begin, ISO 8601: when the one before had ended, by its worker's clock, or it was scheduled. */
  readonly ready_at: string;
  /** What the phases before it hand on to it. */
  readonly handed_on: HandedOn;
  /** Why the work is done again, for the coder. */
  readonly feedback?: Feedback;
  /** What was read of the feature, for the phase that makes a test of it. */
  readonly steps?: Feature;
  /** Tries of this phase and round before this call of the activity. */
  readonly tries?: Tries;
  /** The span of this call of the activity (W3C `traceparent`), below which its attempts are. */
  readonly traceparent: string;
}

/** What the closing activity is given: the final state, and whether the task's workspace is to be kept a while. */
export interface CloseInput {
  readonly state: TaskState;
  readonly keep_workspace: boolean;
  /** The task's last word to its pool. */
  readonly release?: { readonly pool: string; readonly message: PoolMessage };
}

/** What the pull request of a proven change is made from, or brought up to date with. */
export interface DeliverInput {
  readonly state: TaskState;
  readonly result: TaskResult;
  /** What the coder says of its change. */
  readonly summary: string;
  readonly review: Pick<Review, 'score' | 'findings'>;
  /** Why the round at hand was worked. */
  readonly feedback?: Feedback;
  /** Whether remarks on it will be worked on. */
  readonly takes_remarks: boolean;
}

/** Which pull request is looked at, and for what. */
export interface LookInput {
  readonly state: TaskState;
  readonly answered: readonly string[];
  /** Whether remarks on it are worked on; with false only its status counts. */
  readonly takes_remarks: boolean;
}

/** A phase's result, and the attempts it took, with those that came to nothing. */
export interface PhaseReport<P extends Phase> {
  readonly result: ResultOf<P>;
  readonly attempts: number;
  readonly tries?: Tries;
}

/** A report of whichever phase. */
export type AnyPhaseReport = { [P in Phase]: PhaseReport<P> }[Phase];

/** The phase activities, one a phase. */
export interface PhaseActivities {
  generateTest(input: PhaseInput): Promise<PhaseReport<'E2E_TEST_GENERATION'>>;
  implementFeature(input: PhaseInput): Promise<PhaseReport<'CODE_IMPLEMENTATION'>>;
  reviewChange(input: PhaseInput): Promise<PhaseReport<'GUARDIAN_REVIEW'>>;
  deployToStaging(input: PhaseInput): Promise<PhaseReport<'STAGING_DEPLOYMENT'>>;
  validateOnStaging(input: PhaseInput): Promise<PhaseReport<'E2E_VALIDATION'>>;
}

/** The light activities. */
export interface LightActivities {
  /** Ends the task's staging deployment, clears or keeps its workspace, records how it ended. Safe to repeat. */
  closeTask(input: CloseInput): Promise<void>;
  /** The same as a local activity, for a deployment on this very host or none; false: another host has to do it. */
  closeTaskHere(input: CloseInput, host?: string): Promise<boolean>;
  /** Opens the pull request of a proven change, or brings it up to date. Safe to repeat. */
  deliverChange(input: DeliverInput): Promise<PullRequest>;
  /** What is new about a pull request; fails, to be tried again, while nothing is. */
  lookAtPullRequest(input: LookInput): Promise<PullRequestNews>;
  /** Says on the pull request of a task that ended without success why, and closes it where the task was given up. Safe to repeat. */
  withdrawPullRequest(state: TaskState): Promise<void>;
  /** Ends the staging deployment of a task that goes on without it. Safe to repeat. */
  endStaging(taskId: string): Promise<void>;
  /** Records what became of a parked task. */
  recordDeadLetter(letter: DeadLetter): Promise<void>;
  /** Tells a pool something; starts the pool when it does not run. Safe to repeat. */
  tellPool(pool: string, messages: readonly PoolMessage[]): Promise<void>;
}

/** What a failed attempt tells the workflow, as the first detail of its ApplicationFailure. */
export interface AttemptDetails {
  readonly attempts: number;
  readonly tries?: Tries;
  /** Another time it might go well: the task is parked, not failed. */
  readonly exhausted?: boolean;
  /** The phase is to be tried again after so many ms; whose breaker or account takes no calls, where it is one. */
  readonly postponed?: { readonly wait_ms: number; readonly breaker?: string; readonly account?: string };
}

/** What heartbeats carry to the next attempt beside the progress: `accounted` attempts of this call are in the tries. */
export interface CarriedTries {
  readonly tries: Tries;
  readonly accounted: number;
}

/** What a task tells of itself, for lists and traces: how it stands, and its spans. */
export interface Told {
  readonly state?: TaskState;
  readonly spans: readonly Span[];
}

/** The sink of the task workflow, by which it tells of itself: that costs no event, and a replay calls none. */
export type TaskSinks = Record<typeof TASK_SINK, { tell: (told: Told) => void }>;

/** The name of that sink. */
export const TASK_SINK = 'chimeraTask';

/** The error type of a look at a pull request that shows nothing new. */
export const NOTHING_NEW = 'NothingNew';

/** The error type with which a failed task's workflow closes; its details carry the final TaskState. */
export const TASK_FAILED = 'TaskFailed';
