import type { Adopt, PoolMessage } from '../../domain/pool/messages.ts';
import type { Phase } from '../../domain/phase.ts';
import type { ResultOf } from '../../domain/phase-result.ts';
import type { Pipeline, ReworkBounds } from '../../domain/pipeline.ts';
import type { RetryPolicy } from '../../domain/retry-policy.ts';
import type { TaskRequest, TaskState } from '../../domain/task.ts';

/** The workflow's registered type; its id is the task's id. */
export const TASK_WORKFLOW = 'chimeraTask';

/** Workflows and light activities. */
export const TASK_QUEUE = 'chimera';

/** Phase activities: long agent calls, apart so that they never hold up decisions. */
export const AGENT_TASK_QUEUE = 'chimera-agents';

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

/** Query: how the task stands with its pool; a Standing, or null when it neither waits for a lease nor holds one. */
export const QUERY_STANDING = 'standing';

/** Signals of the pool. */
export const SIGNAL_LEASE_GRANTED = 'leaseGranted';
export const SIGNAL_LEASE_REFUSED = 'leaseRefused';

/** What a task is started with. */
export interface TaskInput {
  readonly request: TaskRequest;
  readonly rework: ReworkBounds;
  readonly retry: RetryPolicy;
  /** Time limit of each phase, in seconds. */
  readonly limits: Readonly<Record<Phase, number>>;
  /** The pool that lends the task its lease. A task of a time before pools has none, and begins at once. */
  readonly pool?: string;
}

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
}

/** Payload of the Update `annotate`: what is named is changed. */
export interface Annotation {
  readonly generation?: number;
  readonly investigated?: boolean;
  readonly resolution?: string | null;
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
export type Standing = Omit<Adopt, 'kind' | 'task_id'> & { readonly pool: string };

/** What a phase activity is given. */
export interface PhaseInput {
  readonly task_id: string;
  /** The task as it stands when the phase begins. */
  readonly state: TaskState;
  readonly phase: Phase;
  readonly round: number;
  readonly lease_token: number;
  readonly limit_seconds: number;
  readonly retry: RetryPolicy;
  readonly checkpoint: Pipeline;
}

/** What the closing activity is given: the final state, and whether the task's workspace is to be kept a while. */
export interface CloseInput {
  readonly state: TaskState;
  readonly keep_workspace: boolean;
  /** The task's last word to its pool. */
  readonly farewell?: { readonly pool: string; readonly message: PoolMessage };
}

/** A phase's result, and the attempts it took. */
export interface PhaseReport<P extends Phase> {
  readonly result: ResultOf<P>;
  readonly attempts: number;
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
  /** Tells a pool something; starts the pool when it does not run. Safe to repeat. */
  tellPool(pool: string, messages: readonly PoolMessage[]): Promise<void>;
}

/** What a failed attempt tells the workflow, as the first detail of its ApplicationFailure. */
export interface AttemptDetails {
  readonly attempts: number;
}

/** The error type with which a failed task's workflow closes; its details carry the final TaskState. */
export const TASK_FAILED = 'TaskFailed';
