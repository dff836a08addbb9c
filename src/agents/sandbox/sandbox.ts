import type { ProjectConfig } from '../../config/project.ts';

/** A program and its arguments. */
export type Argv = readonly [string, ...string[]];

/** Turns a command line into the one that runs the same program confined, in the directory `cwd`. */
export type Confine = (argv: Argv, cwd: string) => Argv;

/**
 * Keeps the programs of tasks away from what a proof stands on. Every program of a task is run by way of it: agents, the
 * project's set-up, lint, tests and staging, and the runner of the proof itself.
 */
export interface Sandbox {
  /** What keeps programs apart, for people: "bubblewrap 0.8.0", "off". */
  readonly description: string;
  /** Whether programs are confined at all. */
  readonly on: boolean;
  /**
   * For a program of a task: it may change `writable`, what its project allows, the home and temporary directories, and
   * nothing else; least of all Chimera, its data and the tools it works with. It sees and reaches no process but its own,
   * and all that it has started ends with it. Unless it `outlives` the worker, it ends with that too.
   */
  forTask(task: TaskProgram): Confine;
  /** For the run of a test: it may change `writable` only; its temporary directory is its own, and empty as it begins. */
  forProof(options: { readonly readable: readonly string[]; readonly writable: readonly string[] }): Confine;
}

/** A program of a task, and what it may change. Absolute paths. */
export interface TaskProgram {
  readonly project: Pick<ProjectConfig, 'sandbox'>;
  readonly writable: readonly string[];
  readonly outlives?: boolean;
}

/** Runs every program as it is: whatever a task starts may then change whatever the worker may. */
export const NO_SANDBOX: Sandbox = {
  description: 'off',
  on: false,
  forTask: () => (argv) => argv,
  forProof: () => (argv) => argv,
};
