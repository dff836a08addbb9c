import type { AgentRegistry } from '../agents/agent.ts';
import type { Workspaces } from '../agents/workspace/workspace.ts';
import type { ProjectConfig } from '../config/project.ts';
import type { Phase } from '../domain/phase.ts';
import type { Recorder } from '../persistence/recorder.ts';

/** What the activities reach the world by; filled in once, where the process is put together. */
export interface ActivityPorts {
  readonly agents: AgentRegistry;
  readonly workspaces: Pick<Workspaces, 'open' | 'remove' | 'keep'>;
  readonly artifacts: ArtifactFolders;
  readonly records: Pick<Recorder, 'task' | 'phaseStarted' | 'phaseFinished'>;
  /** The task queue that only this host's workers read. */
  readonly hostTaskQueue: string;
  /** How long the workspace of a failed task is kept, in ms. */
  readonly keepFailedMs: number;
  /** @throws {TerminalAgentError} when the project is not declared. */
  projectNamed(name: string): ProjectConfig;
  /** Runs a project's set-up in a checkout. */
  runSetUp(command: string, directory: string, signal: AbortSignal): Promise<void>;
  /** Asks Temporal to cancel the task's workflow, so that it closes as cancelled. */
  requestCancel(taskId: string): Promise<void>;
  /** Ms since the epoch. */
  now(): number;
  /** Uniform in [0, 1). */
  random(): number;
}

/** Where evidence is kept. */
export interface ArtifactFolders {
  /** A fresh, empty folder for one attempt. */
  begin(taskId: string, phase: Phase, round: number): Promise<string>;
}
