/** How one scenario of a run ended; `sentence` is the one that failed, `line` (from 1) where in the test file. */
export interface ScenarioRun {
  readonly name: string;
  readonly status: 'passed' | 'failed';
  readonly duration_ms: number;
  readonly error?: { readonly message: string; readonly sentence?: string; readonly line?: number };
}

/**
 * Why a run says nothing about the feature: `test` when the test file itself is at fault (missing, not loadable, empty),
 * `runner` when the browser or the runner broke down.
 */
export interface RunFault {
  readonly at: 'test' | 'runner';
  readonly message: string;
}

/** A run of a test file. Only `passed` is a success: at least one scenario ran, and every one passed. Paths are absolute. */
export interface TestRun {
  readonly status: 'passed' | 'failed' | 'crashed';
  /** Present exactly when the run crashed. */
  readonly fault?: RunFault;
  readonly scenarios: readonly ScenarioRun[];
  /** What the runner reported, in the form of Playwright's JSON report; undefined when it reported nothing. */
  readonly report?: string;
  readonly log: string;
  readonly screenshots: readonly string[];
  readonly traces: readonly string[];
  readonly videos: readonly string[];
}
