import type { Client, WorkflowHandle } from '@temporalio/client';
import type { TaskInput } from '../../src/workflows/task/contract.ts';
import type { PoolHandle } from '../support/pool-handle.ts';
import type { ForgeScript, Scripts } from '../support/scripted-phases.ts';

/** What a path may do before its task starts. */
export interface PathSetup {
  readonly client: Client;
  /** The path's name, and that of the pool that is its own. */
  readonly name: string;
  readonly pool: PoolHandle;
  /** Takes the agents' worker away, or brings it back. */
  agents(presence: 'away' | 'back'): Promise<void>;
}

/** What a path may do to its task and to the workers while the task runs. */
export interface PathContext extends PathSetup {
  readonly handle: WorkflowHandle;
  /** Resolves once this many phases were called, retries included. */
  called(count: number): Promise<void>;
  /** Resolves once an activity waits on a task queue. */
  scheduledOn(queue: string): Promise<void>;
  /** Stops every worker and starts new ones. */
  restartWorkers(): Promise<void>;
}

/** One way through a workflow; a phase without a script leads on. */
export interface RecordedPath {
  readonly scripts?: Scripts;
  readonly forge?: ForgeScript;
  readonly input?: Partial<TaskInput>;
  readonly before?: (before: PathSetup) => Promise<void>;
  readonly during?: (context: PathContext) => Promise<void>;
  /** What is recorded; the task, when not given. */
  readonly recorded?: (context: PathContext) => Promise<WorkflowHandle>;
}
