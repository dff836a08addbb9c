/** What each phase hands on. Every phase ends in an explicit verdict; a missing or unknown one is a failure. */

/** How one scenario of a test ended. */
export interface ScenarioResult {
  readonly name: string;
  readonly status: 'passed' | 'failed';
  readonly duration_ms: number;
  /** The failing assertion in words, with the sentence it came from where it is known. */
  readonly error?: string;
  readonly sentence?: string;
}

/** A file kept as evidence; `path` is relative to the task's folder in the artifact store. */
export interface ArtifactRef {
  readonly name: string;
  readonly kind: 'test' | 'report' | 'screenshot' | 'trace' | 'video' | 'log' | 'diff';
  readonly path: string;
  readonly media_type: string;
  readonly bytes: number;
}

/** What an agent used, as far as it says so. */
export interface AgentUsage {
  readonly tokens_used?: number;
  readonly cost_usd?: number;
}

/** The generated test: where it is, the commit that adds it, and how its scenarios ended before the change. */
export interface GeneratedTest {
  readonly test_path: string;
  readonly test_commit: string;
  /** The test's content in that commit, by its name in git. */
  readonly test_blob: string;
  readonly base_commit: string;
  readonly branch: string;
  readonly scenarios: readonly ScenarioResult[];
}

/** A test that passes before any change: nothing was committed, and `test_commit` is where the task began. */
export type UncommittedTest = Omit<GeneratedTest, 'test_blob'>;

/** The change: its commit on the task's branch. */
export interface Implementation {
  readonly commit_sha: string;
  readonly branch: string;
  readonly files_changed: readonly string[];
  readonly summary: string;
}

/** How much a review finding weighs: any ERROR rejects the change. */
export type FindingSeverity = 'ERROR' | 'WARNING' | 'INFO';

/** One thing a review found. */
export interface Finding {
  readonly rule: string;
  readonly severity: FindingSeverity;
  readonly message: string;
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
}

/** A review; `score` is 0 to 1. */
export interface Review {
  readonly decision: 'approved' | 'rejected';
  readonly score: number;
  readonly findings: readonly Finding[];
}

/** A running staging deployment; `host_task_queue` is the queue of the worker host that runs it, if it is one of ours. */
export interface Deployment {
  readonly deployment_url: string;
  readonly commit_sha: string;
  readonly host_task_queue?: string;
}

/** The proof on staging. */
export interface Validation {
  readonly validation_status: 'passed' | 'failed';
  readonly scenarios: readonly ScenarioResult[];
  /** The content of the test that ran, by its name in git: that of the commit that adds the test. */
  readonly test_blob: string;
}

interface Evidence {
  readonly artifacts: readonly ArtifactRef[];
  readonly usage?: AgentUsage;
  /** When its attempt ended, in ISO 8601 by its worker's clock; only where phases are profiled. */
  readonly ended_at?: string;
}

/** How a phase ended: the phase, its verdict and what it hands on. A verdict is never an error. */
export type PhaseResult = Evidence &
  (
    | { readonly phase: 'E2E_TEST_GENERATION'; readonly verdict: 'test_fails'; readonly output: GeneratedTest }
    | { readonly phase: 'E2E_TEST_GENERATION'; readonly verdict: 'already_satisfied'; readonly output: UncommittedTest }
    | { readonly phase: 'CODE_IMPLEMENTATION'; readonly verdict: 'implemented'; readonly output: Implementation }
    | { readonly phase: 'GUARDIAN_REVIEW'; readonly verdict: 'approved' | 'rejected'; readonly output: Review }
    | { readonly phase: 'STAGING_DEPLOYMENT'; readonly verdict: 'deployed'; readonly output: Deployment }
    | { readonly phase: 'E2E_VALIDATION'; readonly verdict: 'passed' | 'failed'; readonly output: Validation }
  );

/** The result of one given phase. */
export type ResultOf<P extends PhaseResult['phase']> = Extract<PhaseResult, { phase: P }>;
