import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TerminalAgentError } from '../../domain/failure.ts';
import type { ProjectConfig } from '../../config/project.ts';
import { gitIn, type Git } from './git.ts';
import { isThere } from './is-there.ts';
import { lfsOrigin } from './lfs.ts';
import { withLock } from '../../host/lock.ts';
import { removeTree } from './remove-tree.ts';
import { replaceFile } from './replace-file.ts';
import { baseRef, branchOf, originRef } from './refs.ts';

/** A project's bare repository on this host, which the worktrees of its tasks share. It knows no remote by name. */
export interface Mirror {
  readonly directory: string;
  readonly git: Git;
  /** Settings for every git on it and its worktrees, `name=value`. */
  readonly settings: readonly string[];
  /** The repository, where the files of its submodules are wanted: their URLs may be relative to its own. */
  readonly submodulesOf: string | undefined;
  /** Does work that changes what the tasks share: one at a time on this host. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Fetches the base branch, and the branch of a task where the origin has it. */
  fetch(project: ProjectConfig, taskId?: string): Promise<void>;
  /** The same mirror with another signal: without one, for what has to be done after an abort too. */
  heeding(signal: AbortSignal | undefined): Mirror;
  /** The commit that a ref or an id names, undefined when there is none. */
  commit(revision: string): Promise<string | undefined>;
}

/** How many branches are named where one is missing. */
const MOST_NAMED = 8;

const CONFIGURATION = `[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = true
`;

/** A project, as far as its mirror depends on it; what only removes something need not know the repository. */
export type MirroredProject = Pick<ProjectConfig, 'name'> & Partial<Pick<ProjectConfig, 'repository' | 'submodules'>>;

/** The mirror of a project; its directory is there once `prepareMirror` has run. */
export function mirrorAt(mirrors: string, project: MirroredProject, signal?: AbortSignal): Mirror {
  const { name, repository, submodules = false } = project;
  const directory = join(mirrors, `${name}.git`);
  const settings = repository === undefined ? [] : lfsOrigin(repository);
  const git = gitIn({ gitDirectory: directory, settings, ...(signal === undefined ? {} : { signal }) });
  return {
    directory,
    git,
    settings,
    submodulesOf: submodules ? repository : undefined,
    exclusively: async (work) => {
      await mkdir(mirrors, { recursive: true });
      return withLock(join(mirrors, `${name}.lock`), work, { signal });
    },
    fetch: async (project, taskId) => {
      const branch = taskId === undefined ? undefined : branchOf(taskId);
      const { repository, base_branch } = project;
      if (base_branch === undefined) await refuseTaskBranchAsHead(git, repository);
      await git([
        // A shallow origin makes the mirror as shallow as itself.
        ...['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--update-shallow', '--', repository],
        `+${base_branch === undefined ? 'HEAD' : baseRef(base_branch)}:${baseAtOrigin(project)}`,
        // A pattern, since a branch that is not there yet is no error then.
        ...(branch === undefined ? [] : [`+refs/heads/${branch}*:${originRef(branch)}*`]),
      ]).catch(async (error: unknown) => {
        throw (await missingBase(git, project, error)) ?? error;
      });
    },
    heeding: (another) => mirrorAt(mirrors, project, another),
    commit: async (revision) => {
      const { stdout, exitCode } = await git(
        ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
        { accept: [1, 128] },
      );
      return exitCode === 0 ? stdout.trim() : undefined;
    },
  };
}

/** Where the mirror keeps what it last saw of a project's base branch. */
export function baseAtOrigin({ base_branch = 'HEAD' }: Pick<ProjectConfig, 'base_branch'>): string {
  return originRef(base_branch);
}

/** @throws {TerminalAgentError} when an origin's HEAD names a branch of a task's. */
async function refuseTaskBranchAsHead(git: Git, repository: string): Promise<void> {
  const { stdout } = await git(['ls-remote', '--symref', '--', repository, 'HEAD']);
  const [, name] = /^ref: refs\/heads\/(chimera\/\S*)\tHEAD$/m.exec(stdout) ?? [];
  if (name === undefined) return;
  throw new TerminalAgentError(
    `The repository stands at ${name}, a branch that a task writes: check another out there, or set base_branch.`,
  );
}

/** What to say of a fetch that found no base branch: which setting names it, and which branches there are. */
async function missingBase(
  git: Git,
  { repository, base_branch }: ProjectConfig,
  error: unknown,
): Promise<TerminalAgentError | undefined> {
  if (!(error instanceof TerminalAgentError) || !error.message.includes("couldn't find remote ref")) return undefined;
  const { stdout } = await git(['ls-remote', '--heads', '--', repository]);
  const names = stdout.split('\n').flatMap((line) => line.split('\trefs/heads/')[1] ?? []);
  const there = names.filter((name) => !name.startsWith('chimera/')).slice(0, MOST_NAMED);
  const missing =
    base_branch === undefined
      ? 'The repository has no HEAD that names a branch with a commit, and the project names no base_branch'
      : `The project's base_branch is “${base_branch}”, which the repository does not have`;
  const choice = there.length === 0 ? 'it has no branch at all' : `it has ${there.join(', ')}`;
  return new TerminalAgentError(`${missing}: ${choice}. Set base_branch in the configuration.`, { cause: error });
}

/** Makes the mirror where it or a part of it is missing, and sets its settings right. To be called exclusively. */
export async function prepareMirror({ directory, git }: Mirror): Promise<void> {
  await mkdir(directory, { recursive: true });
  const parts = await Promise.all(['HEAD', 'objects', 'refs'].map((part) => isThere(join(directory, part))));
  if (parts.includes(false)) await git(['init', '--quiet', '--bare', '--template=', '--initial-branch=none']);
  await restoreSettings(directory);
}

/** Undoes what an agent may have set for all worktrees at once: configuration, excluded files, attributes. */
export async function restoreSettings(directory: string): Promise<void> {
  const file = join(directory, 'config');
  if ((await readFile(file, 'utf8').catch(() => undefined)) !== CONFIGURATION) {
    await replaceFile(file, CONFIGURATION);
  }
  await Promise.all(['info', 'config.lock'].map((name) => removeTree(join(directory, name))));
}

/** @throws {TerminalAgentError} when a base branch is no name for a branch, or could be mistaken for a task's. */
export async function checkBaseBranch(git: Git, name: string | undefined): Promise<void> {
  if (name === undefined) return;
  const { exitCode } = await git(['check-ref-format', baseRef(name)], { accept: [1] });
  if (exitCode !== 0 || name.startsWith('-')) throw new TerminalAgentError(`“${name}” is no name for a branch.`);
  if (name.startsWith('chimera/')) {
    throw new TerminalAgentError(`The base branch “${name}” is among the branches that tasks write: choose another.`);
  }
}
