import type { ProjectConfig } from '../../config/project.ts';
import type { Phase } from '../../domain/phase.ts';
import type { ProofTest } from './proof-checkout.ts';

/** What a workspace is opened for. */
export interface OpenOptions {
  readonly taskId: string;
  readonly project: ProjectConfig;
  /** The last finished commit of the task; without it the workspace stands at the commit the task started from. */
  readonly commit?: string;
  /**
   * The idempotency key of the work to come: a commit that an attempt before made under it is kept. The origin is asked
   * for the branch's tip, which the work may replace; without a key a push only adds to the branch.
   */
  readonly key?: string;
  /** A commit under the key is not kept: the work is done anew from `commit`, and comes in its place. */
  readonly anew?: boolean;
  readonly signal?: AbortSignal;
}

/** What is committed: a message of any text, the idempotency key, and further `Name: value` trailers. */
export interface CommitRequest {
  readonly message: string;
  readonly key: string;
  readonly trailers?: Readonly<Record<string, string>>;
  /** Files that are committed whatever the project ignores, to the byte; paths relative to the worktree. */
  readonly files?: readonly string[];
}

/** A commit on the task's branch, with the paths that differ from the commit the workspace was opened at. */
export interface Committed {
  readonly commit_sha: string;
  readonly files_changed: readonly string[];
}

/** How much one file changed; lines are undefined for a binary file. A renamed file is one deleted and one added. */
export interface FileStat {
  readonly path: string;
  readonly lines_added?: number;
  readonly lines_deleted?: number;
}

/** A project's set-up, and the checkout it is for. */
export interface SetUp {
  readonly command: string;
  /** Absolute path. */
  readonly directory: string;
  readonly project: ProjectConfig;
}

/** A project's set-up, as the caller runs it in the given directory. */
export type RunSetUp = (command: string, directory: string) => Promise<unknown>;

/** A directory that has the files of a commit. */
export interface Checkout {
  /** Absolute path. */
  readonly directory: string;
  /** Runs the set-up unless this checkout has had it; what it leaves is neither committed nor cleaned away. */
  setUp(command: string, run: RunSetUp): Promise<void>;
  /** Removes the directory. Safe to repeat. */
  remove(): Promise<void>;
}

/** What a checkout holds at a path in place of what its commit has there; without content there is nothing. */
export interface Replacement {
  /** Relative to the project's root. */
  readonly path: string;
  /** As git has it under a name, or a text; the mode is git's, six octal digits. */
  readonly content?: { readonly mode: string } & ({ readonly blob: string } | { readonly text: string });
}

/** A checkout in which a test is run: nothing that the coder left is in it. */
export interface ProofCheckout extends Checkout {
  /** Whether the test is still what it was. */
  isIntact(): Promise<boolean>;
}

/** A task's own worktree and branch, apart from every other task's. Errors are Transient- or TerminalAgentError where not said otherwise. */
export interface Workspace extends Omit<Checkout, 'remove'> {
  /** `chimera/<task_id>` */
  readonly branch: string;
  /** The bare repository behind the worktree, which no agent changes. Absolute path. */
  readonly repository: string;
  /** What agents keep on this host between their calls for the task lies below it; it goes with the workspace. Absolute path. */
  readonly homes: string;
  /** The commit the task started from. */
  readonly base_commit: string;
  /** The commit the worktree stands at. */
  head(): Promise<string>;
  /** The commit made under a key, when the branch ends with it. */
  committed(key: string): Promise<Committed | undefined>;
  /**
   * Makes the files that coding agents and their tools obey what they are in the commit the task started from, except for those that the
   * project allows to be changed: no agent obeys what this task brought, and the next commit leaves it out. Ignored files
   * of that kind are removed too. To be called on a workspace just opened; names the paths.
   */
  putBackAgentFiles(): Promise<readonly string[]>;
  /**
   * Commits all that changed since the workspace was opened, commits of the agent's own included, on the task's branch.
   * Undefined when nothing changed. Under a key that the branch ends with already nothing is committed twice.
   * @throws {TerminalAgentError} when what the agent left is not one clear line of work.
   */
  commitAll(request: CommitRequest): Promise<Committed | undefined>;
  /**
   * Pushes the task's branch, and nothing else, to the origin. An attempt may replace two tips there: one that is part of
   * what it pushes, and the one that stood there when it opened the workspace, which is its own checkpoint or what an
   * attempt before it left. Whoever began earlier has not seen the later one's push, and is refused; whoever is refused
   * although it is the later one finds the other's commit when it is tried again, and goes on from there.
   * @throws {TransientAgentError} when another attempt has pushed since this one began.
   */
  push(): Promise<void>;
  /** The changes between two commits as a unified diff. */
  diff(from: string, to: string): Promise<string>;
  /** The files that differ between two commits. */
  changes(from: string, to: string): Promise<readonly FileStat[]>;
  /** A file's text in a commit, undefined when the commit does not have it. */
  fileAt(commit: string, path: string): Promise<string | undefined>;
  /** The name of a file's content in a commit, undefined when the commit does not have it. */
  blobAt(commit: string, path: string): Promise<string | undefined>;
  /** Checks a commit out into a fresh directory for a proof, with the test in it as git has it. */
  checkoutForProof(commit: string, test: ProofTest): Promise<ProofCheckout>;
  /** Checks a commit out into a fresh directory, with some paths replaced; for the set-up too they are part of the commit. */
  checkoutForChecks(commit: string, replacements: readonly Replacement[]): Promise<Checkout>;
  /** The unfinished work of a round of a phase. */
  unfinished(phase: Phase, round: number): UnfinishedWork;
  /** Checks a commit out into a directory of its own, in place of what an earlier checkout left there. */
  checkout(commit: string, directory: string): Promise<Checkout>;
}

/**
 * Work of one round of a phase that its agent did not finish, kept on a ref beside the task's branch, here and at the origin,
 * for the next attempt of the round, on whatever host it is made.
 */
export interface UnfinishedWork {
  /**
   * Puts what an attempt before kept into the worktree, where it stands uncommitted, and names its files. Nothing where nothing
   * was kept, or where it was kept of work that began elsewhere. Left out is what coding agents obey.
   */
  takeUp(): Promise<readonly string[]>;
  /**
   * Keeps the worktree's files as they are now, in place of what was kept before; nothing when they are the same. May be called
   * while the agent works.
   * @throws {TransientAgentError} also when another attempt has kept its own meanwhile, {TerminalAgentError} for what could not
   *   be committed either.
   */
  keep(signal?: AbortSignal): Promise<void>;
  /** Removes what was kept. Safe to repeat. */
  drop(): Promise<void>;
}

/** A workspace on this host. */
export interface WorkspaceListing {
  readonly task_id: string;
  readonly project: string;
  readonly directory: string;
  /** In ms since 1970: removed by the first sweep after it. */
  readonly kept_until?: number;
}

/** The workspaces of one host. Any worker can rebuild one from the task's pushed branch. */
export interface Workspaces {
  /**
   * The task's workspace, made where it is missing; the worktree is then exactly the commit asked for, ignored files aside.
   * @throws {WorkMissingError} when that commit is neither here nor on the task's branch at the origin.
   */
  open(options: OpenOptions): Promise<Workspace>;
  /** Removes a task's worktree, local branch and checkouts. Safe to repeat. */
  remove(taskId: string): Promise<void>;
  /** Removes the unfinished work of a task that has ended, here and at the origin. Safe to repeat. */
  dropUnfinished(taskId: string, project: ProjectConfig): Promise<void>;
  /** Keeps a workspace until a time in ms since 1970; on a full disk, which cannot note that, removes it instead. */
  keep(taskId: string, untilMs: number): Promise<void>;
  /**
   * Removes the workspaces whose time is over, and names their tasks.
   * @throws {AggregateError} when some of them could not be removed.
   */
  sweep(now: number): Promise<readonly string[]>;
  list(): Promise<readonly WorkspaceListing[]>;
  /**
   * What a project's tasks would stumble over on this host, in sentences that say what to do. Fetches its base branch.
   * @throws {TransientAgentError | TerminalAgentError} when that is not to be had.
   */
  lookOver(project: ProjectConfig, signal: AbortSignal): Promise<readonly string[]>;
}
