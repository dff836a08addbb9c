import type { AgentRegistry } from '../agents/agent.ts';
import type { Forges } from '../delivery/forges.ts';
import type { SetUp, Workspaces } from '../agents/workspace/workspace.ts';
import type { ProjectConfig } from '../config/project.ts';
import type { Journal } from '../journal/event.ts';
import type { Mask } from '../observability/secret-shapes.ts';
import type { AgentAccounts } from '../persistence/accounts/agent-accounts.ts';
import type { ArtifactStore } from '../persistence/artifacts/artifact-store.ts';
import type { CircuitBreakers } from '../persistence/circuit-breakers.ts';
import type { PoolClient } from '../temporal/pools/pool-client.ts';
import type { Accounting } from './call-account.ts';
import type { TaskClient } from '../temporal/tasks/task-client.ts';

/** What the activities reach the world by; filled in once, where the process is put together. */
export interface ActivityPorts {
  readonly agents: AgentRegistry;
  /** Stand before every call of an agent. */
  readonly breakers: CircuitBreakers;
  /** What agents' calls go by. */
  readonly accounts: AgentAccounts;
  readonly workspaces: Pick<Workspaces, 'open' | 'remove' | 'keep' | 'dropUnfinished'>;
  /** Where evidence is kept. */
  readonly artifacts: Pick<ArtifactStore, 'begin' | 'open'>;
  /** Where changes are handed over by pull requests. */
  readonly forges: Forges;
  /** By what the accounts of calls are kept. */
  readonly accounting: Accounting;
  /** Where activities say what happened. */
  readonly journal: Journal;
  /** Hides what this process knows to be secret. */
  readonly mask: Mask;
  /** The task queue that only this host's workers read. */
  readonly hostTaskQueue: string;
  /** How long the workspace of a failed task is kept, in ms. */
  readonly keepFailedMs: number;
  /** @throws {TerminalAgentError} when the project is not declared. */
  projectNamed(name: string): ProjectConfig;
  /** Runs a project's set-up in a checkout. */
  runSetUp(setUp: SetUp, signal: AbortSignal): Promise<void>;
  readonly pools: PoolClient;
  readonly tasks: TaskClient;
  /** Aborted when this worker's phases are to go back to the queue at once, before its shutdown has them do it. */
  readonly handBack: AbortSignal;
  /** Asks Temporal to cancel the task's workflow, so that it closes as cancelled. */
  requestCancel(taskId: string): Promise<void>;
  /** Whether it is measured what phases spend their time on: then each result says when its phase ended. */
  readonly isProfiling: boolean;
  /** Ms since the epoch. */
  now(): number;
  /** Ms by a clock that is never set back, since some moment. */
  monotonic(): number;
  /** Uniform in [0, 1). */
  random(): number;
}
