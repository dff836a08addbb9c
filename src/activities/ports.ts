import type { AgentRegistry } from '../agents/agent.ts';
import type { ProjectConfig } from '../config/project.ts';
import type { Phase } from '../domain/phase.ts';
import type { PhaseResult } from '../domain/phase-result.ts';
import type { TaskRequest, TaskState } from '../domain/task.ts';

/** What the activities reach the world by; filled in once, where the process is put together. */
export interface ActivityPorts {
  readonly agents: AgentRegistry;
  readonly workspaces: Workspaces;
  readonly artifacts: ArtifactFolders;
  readonly records: PhaseRecords;
  /** The task queue that only this host's workers read. */
  readonly hostTaskQueue: string;
  /** @throws {TerminalAgentError} when the project is not declared. */
  projectNamed(name: string): ProjectConfig;
  /** Asks Temporal to cancel the task's workflow, so that it closes as cancelled. */
  requestCancel(taskId: string): Promise<void>;
  /** Ms since the epoch. */
  now(): number;
  /** Uniform in [0, 1). */
  random(): number;
}

/** The git side of a task. */
export interface Workspaces {
  /** The task's checkout at `commit`, or where its branch starts; leftovers of a dead attempt are gone. */
  open(options: {
    taskId: string;
    project: ProjectConfig;
    commit?: string;
    signal?: AbortSignal;
  }): Promise<TaskWorkspace>;
  /** Removes the task's checkout at once. */
  remove(taskId: string): Promise<void>;
  /** Keeps the task's checkout for the configured time, for a person to look at. */
  keep(taskId: string): Promise<void>;
}

/** One task's checkout on its branch `chimera/<task_id>`. */
export interface TaskWorkspace {
  readonly directory: string;
  readonly branch: string;
  readonly base_commit: string;
  head(): Promise<string>;
  /** Commits whatever changed; undefined when nothing did. Under the same key a commit is made once. */
  commitAll(options: { message: string; key: string }): Promise<{ commit_sha: string } | undefined>;
  /** Files that differ between two commits. */
  changedFiles(from: string, to: string): Promise<readonly string[]>;
  push(): Promise<void>;
  /** Runs the project's set-up once per checkout. */
  setUp(command: string, signal: AbortSignal): Promise<void>;
}

/** Where evidence is kept. */
export interface ArtifactFolders {
  /** A fresh, empty folder for one attempt. */
  begin(taskId: string, phase: Phase, round: number): Promise<string>;
}

/** One attempt of one phase, as it is recorded. */
export interface PhaseAttempt {
  readonly task_id: string;
  readonly phase: Phase;
  readonly round: number;
  readonly attempt: number;
  readonly agent: string;
}

/** Observation: a call never throws and never waits for long. */
export interface PhaseRecords {
  phaseStarted(attempt: PhaseAttempt, request: TaskRequest, at: number): void;
  phaseEnded(attempt: PhaseAttempt, end: { verdict: PhaseResult['verdict'] } | { error: string }, at: number): void;
  taskEnded(state: TaskState): Promise<void>;
}
