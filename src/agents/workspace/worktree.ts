import { lstat, mkdir, readdir, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { gitIn, type Git } from './git.ts';
import type { Mirror } from './mirror.ts';
import { removeTree } from './remove-tree.ts';
import { makeOwnRepository, UNFINISHED } from './own-repository.ts';
import { replaceFile } from './replace-file.ts';
import { settleSubmodules } from './submodules.ts';

/** A directory that a mirror's commit is checked out to. */
export interface Worktree {
  /** Absolute path. */
  readonly directory: string;
  /** What git knows of it, inside the mirror: HEAD, index, state of a rebase. */
  readonly gitDirectory: string;
  readonly git: Git;
  readonly signal: AbortSignal | undefined;
}

const LEFTOVERS = [
  ...UNFINISHED,
  ...['index.lock', 'HEAD.lock', 'MERGE_MSG', 'MERGE_MODE', 'AUTO_MERGE', 'BISECT_START', 'config.worktree', 'info'],
];

/** The file in a worktree's git directory that lists, as patterns, what the set-up put beside the project's own files. */
export const SET_UP_FILES = 'chimera-set-up-files';

/** The worktree at a directory, undefined when the mirror knows none there. */
export async function findWorktree(
  mirror: Mirror,
  directory: string,
  signal?: AbortSignal,
): Promise<Worktree | undefined> {
  const known = join(mirror.directory, 'worktrees');
  // Git tells worktrees by their real paths.
  const place = join(await realpath(dirname(directory)).catch(() => dirname(directory)), basename(directory));
  for (const name of await readdir(known).catch(() => [])) {
    const gitDirectory = join(known, name);
    const link = await readFile(join(gitDirectory, 'gitdir'), 'utf8').catch(() => '');
    if (link.trim() === join(place, '.git')) return worktreeAt(mirror, place, gitDirectory, signal);
  }
  return undefined;
}

/** The same worktree, by a mirror that heeds the same signal. */
export function worktreeHeeding(
  mirror: Mirror,
  { directory, gitDirectory }: Worktree,
  signal: AbortSignal | undefined,
): Worktree {
  return worktreeAt(mirror, directory, gitDirectory, signal);
}

function worktreeAt(
  { settings }: Mirror,
  directory: string,
  gitDirectory: string,
  signal: AbortSignal | undefined,
): Worktree {
  const git = gitIn({
    gitDirectory,
    worktree: directory,
    settings: [...settings, `core.excludesFile=${join(gitDirectory, SET_UP_FILES)}`],
    ...(signal === undefined ? {} : { signal }),
  });
  return { directory, gitDirectory, git, signal };
}

/** A new, still empty worktree in place of whatever is at the directory. To be called exclusively. */
export async function addWorktree(
  mirror: Mirror,
  directory: string,
  commit: string,
  signal?: AbortSignal,
): Promise<Worktree> {
  await removeWorktree(mirror, directory);
  await mkdir(dirname(directory), { recursive: true });
  await mirror.git(['worktree', 'add', '--quiet', '--no-checkout', '--detach', '--', directory, commit]);
  const added = await findWorktree(mirror, directory, signal);
  if (added === undefined) throw new Error(`git added no worktree at ${directory}.`);
  return added;
}

/** Removes a worktree and what the mirror knows of it. To be called exclusively; safe to repeat. */
export async function removeWorktree(mirror: Mirror, directory: string): Promise<void> {
  await removeTree(directory);
  const known = await findWorktree(mirror, directory);
  if (known !== undefined) await removeTree(known.gitDirectory);
}

/** Whether the directory is still there to be worked in. */
export async function isIntact({ directory }: Worktree): Promise<boolean> {
  return (await lstat(directory).catch(() => undefined))?.isDirectory() === true;
}

/** Removes the lock files of a git that died. */
export async function unlock({ gitDirectory }: Worktree): Promise<void> {
  await Promise.all(['index.lock', 'HEAD.lock'].map((name) => removeTree(join(gitDirectory, name))));
}

/** What a worktree is to be: a commit, on a branch or detached, of a task that started from `base`. */
export interface CheckoutTarget {
  readonly commit: string;
  readonly base: string;
  readonly branch?: string | undefined;
}

/**
 * Makes the worktree exactly a commit, on `branch` or detached, and drops what died attempts left: changes, new files,
 * half-done rebases. Files that the project ignores stay, and what its set-up made.
 */
export async function resetWorktree(
  mirror: Mirror,
  worktree: Worktree,
  { commit, base, branch }: CheckoutTarget,
): Promise<void> {
  const { directory, gitDirectory, git, signal } = worktree;
  await unlock(worktree);
  await Promise.all(LEFTOVERS.map((name) => removeTree(join(gitDirectory, name))));
  if (branch !== undefined) await git(['update-ref', '--no-deref', `refs/heads/${branch}`, commit]);
  await replaceFile(join(gitDirectory, 'HEAD'), branch === undefined ? `${commit}\n` : `ref: refs/heads/${branch}\n`);
  await git(['reset', '--quiet', '--hard', commit, '--']);
  await git(['clean', '--quiet', '-ffd']);
  await settleSubmodules({ mirror, directory, gitDirectory, commit, declaredIn: base, signal });
  const excluded = await readFile(join(gitDirectory, SET_UP_FILES), 'utf8').catch(() => '');
  await makeOwnRepository(worktree, { mirror, commit, branch, excluded });
}
