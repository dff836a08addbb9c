import type { Environment } from '../config/env.ts';
import type { FoundTool, ToolName, ToolProgress } from '../toolchain/index.ts';

/** How the whole system is started in this process. */
export interface SystemOptions {
  readonly environment: Environment;
  /** Tasks that may run at once. */
  readonly maxConcurrent?: number;
  /** Where the log goes; standard error without it. */
  readonly logFile?: string;
}

/** The system, running. */
export interface RunningSystem {
  readonly apiUrl: string;
  /** Undefined when Temporal is not embedded. */
  readonly temporalUiUrl: string | undefined;
  stop(): Promise<void>;
}

/** Which history to replay: a task's, or the one in a file. */
export type ReplaySource =
  { readonly kind: 'task'; readonly taskId: string } | { readonly kind: 'file'; readonly path: string };

/** How a replay ended; `problem` says where the current code departs from the history. */
export interface ReplayOutcome {
  readonly deterministic: boolean;
  readonly workflow_id: string;
  readonly events: number;
  readonly problem?: string;
}

/** The rooms that the CLI sets to work. */
export interface System {
  /** Finds programs, or installs them. */
  ensureTools<Name extends ToolName>(
    names: readonly Name[],
    onProgress: (progress: ToolProgress) => void,
  ): Promise<Record<Name, FoundTool>>;
  start(options: SystemOptions): Promise<RunningSystem>;
  replay(source: ReplaySource, environment: Environment): Promise<ReplayOutcome>;
}
