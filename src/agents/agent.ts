import type { AgentAction, AgentName, Phase } from '../domain/phase.ts';
import type {
  ArtifactRef,
  Deployment,
  GeneratedTest,
  Implementation,
  Review,
  ScenarioResult,
  Validation,
} from '../domain/phase-result.ts';
import type { AccountLimitError } from '../domain/failure.ts';
import type { ModelCall } from '../domain/money/model-call.ts';
import type { Feedback } from '../domain/pipeline.ts';
import type { SessionFacts } from '../domain/session-facts.ts';
import type { ProjectConfig } from '../config/project.ts';
import type { Feature } from '../feature/step.ts';

/** What every call tells an agent, whatever the action. */
export interface AgentCall {
  readonly task_id: string;
  readonly phase: Phase;
  readonly round: number;
  /** `<task_id>:<phase>:<round>`: side effects made under it are made once. */
  readonly idempotency_key: string;
  /** The lease the task holds; it only grows, so a stale holder can be refused. */
  readonly lease_token: number;
  readonly feature: string;
  /** What Chimera read of the feature, for an agent that makes a test of it; where a command reads it, it is not there. */
  readonly steps?: Feature;
  readonly target_url: string;
  readonly project: ProjectConfig;
  /** The task's own checkout, where the agent may write. Absolute path. */
  readonly workspace: string;
  /** A bare repository that has the task's commits, out of the agent's reach: to be read. Absolute path. */
  readonly repository: string;
  /** Where evidence is put; what the agent leaves here is kept. Absolute path, not there at the start of an attempt. */
  readonly artifacts: string;
  /**
   * A folder for what an agent keeps on this host between its calls for the task and the action: its home directory, its
   * session. It goes with the workspace. Absolute path, not there before something is put in.
   */
  readonly home: string;
  /** The commit the task started from. */
  readonly base_commit: string;
  /**
   * Files that an attempt before changed and did not finish; they stand in the workspace, uncommitted. Not there where there
   * are none, and never for an agent that does not go on from them.
   */
  readonly left?: readonly string[];
  /** The call's span (W3C `traceparent`), so that what the agent traces is below it. */
  readonly traceparent: string;
}

/** What each action is given beyond the common part. */
export interface ActionInput {
  readonly generate_test: object;
  readonly implement_feature: {
    readonly test_path: string;
    readonly test_commit: string;
    readonly feedback?: Feedback;
  };
  readonly review_change: {
    readonly test_path: string;
    readonly test_commit: string;
    readonly commit_sha: string;
    /** What the built-in rules found, for a reviewer that comes after them; they have approved. */
    readonly rules?: Review;
  };
  readonly deploy_to_staging: { readonly commit_sha: string };
  /** The workspace holds the test as git has it, and no change of the coder's. */
  readonly execute_test: {
    readonly test_path: string;
    readonly test_commit: string;
    readonly test_blob: string;
    readonly deployment_url: string;
  };
}

/** What each action answers. Chimera commits what the agent changed, so commits are not the agent's to name. */
export interface ActionAnswer {
  readonly generate_test: Pick<GeneratedTest, 'test_path'> & {
    readonly verdict: 'test_fails' | 'already_satisfied';
    readonly scenarios: readonly ScenarioResult[];
    /** The content that ran, by its name in git; what is committed has to be the same. */
    readonly test_blob?: string;
  };
  readonly implement_feature: Pick<Implementation, 'summary'>;
  readonly review_change: Review;
  readonly deploy_to_staging: Pick<Deployment, 'deployment_url'>;
  readonly execute_test: Pick<Validation, 'validation_status' | 'scenarios'>;
}

/** An answer with the evidence left in `artifacts`. */
export type AgentAnswer<A extends AgentAction> = ActionAnswer[A] & {
  readonly artifacts?: readonly ArtifactRef[];
};

/** Who keeps account of a call while it lasts. */
export interface CallAccount {
  /**
   * A request to a model has ended, well or not. Where an agent's models are not seen, what it says of them itself. `telling`:
   * the words of one who may tell the same work again; under the call's key the same words count once.
   */
  spent(call: ModelCall, telling?: string): void;
  /** Whether a model may be asked now: resolves with why not, or with undefined. */
  refusal(): Promise<string | undefined>;
  /** The provider takes no calls: the account is closed at once for all who use it, before this call has ended. */
  limited(limit: AccountLimitError): void;
  /** What the agent says of its session; later facts are put to earlier ones. */
  about(facts: SessionFacts): void;
}

/** What an agent is handed besides the request. */
export interface AgentContext {
  /** Aborted on cancellation, at the time limit and on shutdown; the agent then ends its work and all its processes. */
  readonly signal: AbortSignal;
  /** Says what the agent is doing; `fraction` is 0 to 1. Cheap: call it as often as there is something to say. */
  progress(message: string, fraction?: number): void;
  /** Undefined where nobody keeps account. */
  readonly account?: CallAccount;
}

/**
 * The port every agent is reached by, whatever it is made of.
 *
 * `run` resolves with a verdict or rejects with TransientAgentError, TerminalAgentError, ApplicationFaultError where not
 * the agent but the application is at fault, or, where the agent named a time before which it takes no call,
 * TryAgainLaterError; when `signal` is aborted it rejects with the signal's reason within 5 s, leaving no process behind.
 */
export interface Agent {
  /** How the agent is reached, for people: "built-in", "command: node coder.mjs". */
  readonly description: string;
  readonly actions: readonly AgentAction[];
  /** Whether it runs tests with tools of its own, and so without the project's set-up. */
  readonly bringsRunner?: boolean;
  /** Whether it goes on from what an attempt before did not finish; another one finds the workspace as its work began. */
  readonly goesOn?: boolean;
  /** Whether it never looks into the workspace: that needs no set-up for it, and there is nothing that it could obey. */
  readonly ignoresWorkspace?: boolean;
  run<A extends AgentAction>(
    action: A,
    call: AgentCall,
    input: ActionInput[A],
    context: AgentContext,
  ): Promise<AgentAnswer<A>>;
  /** Ends what the agent keeps running for a task after `run` has answered (a staging deployment). Safe to repeat. */
  release?(taskId: string): Promise<void>;
}

/** Finds the agent that a project has for a name and an action; built at start, where every unknown name is refused. */
export interface AgentRegistry {
  /** The one that Chimera brings along, whatever the projects chose. */
  builtIn(name: AgentName): Agent;
  /** `takesOver`: the one that does it where the chosen one does not; it is looked for where there is one only. */
  agentFor(project: string, name: AgentName, action: AgentAction, takesOver?: boolean): Agent;
  all(): readonly Agent[];
}
