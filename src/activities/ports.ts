import type { AgentRegistry } from '../agents/agent.ts';
import type { SetUp, Workspaces } from '../agents/workspace/workspace.ts';
import type { ProjectConfig } from '../config/project.ts';
import type { PoolEffect, PoolMessage } from '../domain/pool/messages.ts';
import type { Phase } from '../domain/phase.ts';
import type { Journal } from '../journal/event.ts';
import type { Mask } from '../observability/secret-shapes.ts';
import type { CircuitBreakers } from '../persistence/circuit-breakers.ts';
import type { Standing } from '../workflows/task/contract.ts';

/** What the activities reach the world by; filled in once, where the process is put together. */
export interface ActivityPorts {
  readonly agents: AgentRegistry;
  /** Stand before every call of an agent. */
  readonly breakers: CircuitBreakers;
  readonly workspaces: Pick<Workspaces, 'open' | 'remove' | 'keep'>;
  readonly artifacts: ArtifactFolders;
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
  readonly pools: PoolLine;
  readonly tasks: TaskLine;
  /** Aborted when this worker's phases are to go back to the queue at once, before its shutdown has them do it. */
  readonly handBack: AbortSignal;
  /** Asks Temporal to cancel the task's workflow, so that it closes as cancelled. */
  requestCancel(taskId: string): Promise<void>;
  /** Whether it is measured what phases spend their time on: then each result says when its phase ended. */
  readonly isProfiling: boolean;
  /** Ms since the epoch. */
  now(): number;
  /** Uniform in [0, 1). */
  random(): number;
}

/** The way to the pools. */
export interface PoolLine {
  /** Tells a pool something; starts the pool when it does not run. */
  tell(pool: string, messages: readonly PoolMessage[]): Promise<void>;
}

/** The way to the tasks' workflows. */
export interface TaskLine {
  /** Tells a task what its pool decided; false when the task is closed. */
  tell(effect: PoolEffect): Promise<boolean>;
  /** The ids of the tasks that are open, as Temporal lists them: that may lag a moment. */
  listOpen(): AsyncIterable<string>;
  /** Whether a task is open, from Temporal itself. */
  isOpen(taskId: string): Promise<boolean>;
  /** How a task stands with its pool, in its own words; null when it neither waits for a lease nor holds one. */
  standing(taskId: string): Promise<Standing | null>;
}

/** Where evidence is kept. */
export interface ArtifactFolders {
  /** The folder for one attempt, which is not there: whoever puts something in makes it. */
  begin(taskId: string, phase: Phase, round: number): Promise<string>;
}
