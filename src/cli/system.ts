import type { Environment } from '../config/env.ts';
import type { AgentCheck } from '../runtime/check-agents.ts';
import type { ReplayOutcome, ReplaySource } from '../runtime/replay.ts';
import type { RunningSystem, SystemOptions } from '../runtime/start-system.ts';
import type { FoundTool, ToolName, ToolProgress } from '../toolchain/index.ts';

export type { RunningSystem } from '../runtime/start-system.ts';
export type { AgentCheck } from '../runtime/check-agents.ts';
export type { ReplaySource } from '../runtime/replay.ts';

/** The rooms that the CLI sets to work. */
export interface System {
  /** Finds programs, or installs them. */
  ensureTools<Name extends ToolName>(
    names: readonly Name[],
    onProgress: (progress: ToolProgress) => void,
  ): Promise<Record<Name, FoundTool>>;
  start(options: SystemOptions): Promise<RunningSystem>;
  /** Starts the coding agents of the configuration, without a model; undefined for a name that none of them has. */
  checkAgents(environment: Environment, name?: string): Promise<readonly AgentCheck[] | undefined>;
  replay(source: ReplaySource, environment: Environment): Promise<ReplayOutcome>;
}
