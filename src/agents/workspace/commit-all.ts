import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { TerminalAgentError } from '../../domain/failure.ts';
import { keyOf, messageOf } from './commit-message.ts';
import { fieldsOf, type Git } from './git.ts';
import { changedPaths, treeOf } from './history.ts';
import { restoreSettings, type Mirror } from './mirror.ts';
import { lineOfWork } from './work-line.ts';
import type { CommitRequest, Committed } from './workspace.ts';
import { borrowing, readOwnRepository, takeCommit } from './own-repository.ts';
import { refuseChangedSubmodules } from './submodules.ts';
import { isIntact, resetWorktree, unlock, type Worktree } from './worktree.ts';

/** What is committed, from where and to where: `start` is the commit the workspace was opened at. */
export interface CommitWork {
  readonly mirror: Mirror;
  readonly worktree: Worktree;
  readonly branch: string;
  readonly start: string;
  /** The commit that the task started from. */
  readonly base: string;
  readonly request: CommitRequest;
}

/**
 * Commits a worktree's files on the task's branch, whatever index, HEAD and branch have become meanwhile, and leaves the
 * worktree there. Made of git's plumbing, so that no hook, editor or branch of the agent's has a say in it.
 */
export async function commitWork(work: CommitWork): Promise<Committed | undefined> {
  const { mirror, worktree, branch, start, base, request } = work;
  const { directory, gitDirectory, git, signal } = worktree;
  if (!(await isIntact(worktree))) throw new TerminalAgentError('The agent removed its worktree.');
  await restoreSettings(mirror.directory);
  await unlock(worktree);
  const own = await readOwnRepository(worktree, branch);
  await refuseChangedSubmodules({ mirror, directory, gitDirectory, commit: start, declaredIn: base, signal });
  await git(['add', '--all', '--', '.']);
  for (const file of request.files ?? []) await addFile(worktree, file);
  const written = (await git(['write-tree'])).stdout.trim();
  await refuseNestedRepositories(git, start, written);
  const borrowed = borrowing(worktree, signal);
  const [head, tip] = await Promise.all([own.head, own.tip].map((commit) => commitAt(borrowed, commit)));
  const { tree, parent } = await lineOfWork(borrowed, { branch, start, head, tip, tree: written });
  await takeCommit(mirror, borrowed, { commit: parent, start });

  const commit = await commitTree(git, { tree, parent, start, request });
  await resetWorktree(mirror, worktree, { commit: commit ?? start, base, branch });
  return commit === undefined
    ? undefined
    : { commit_sha: commit, files_changed: await changedPaths(git, start, commit) };
}

interface NewCommit {
  readonly tree: string;
  readonly parent: string;
  readonly start: string;
  readonly request: CommitRequest;
}

/** The commit that holds the tree, made unless it is there already; undefined when nothing differs from `start`. */
async function commitTree(git: Git, { tree, parent, start, request }: NewCommit): Promise<string | undefined> {
  const sameFiles = (await treeOf(git, parent)) === tree;
  if (sameFiles && parent !== start && (await keyOf(git, parent)) === request.key) return parent;
  if ((await treeOf(git, start)) === tree) return undefined;
  const { stdout } = await git(['commit-tree', tree, '-p', parent, '-F', '-'], { input: messageOf(request) });
  return stdout.trim();
}

async function commitAt(git: Git, revision: string | undefined): Promise<string | undefined> {
  if (revision === undefined) return undefined;
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const { stdout, exitCode } = await git(args, { accept: [1, 128] });
  return exitCode === 0 ? stdout.trim() : undefined;
}

/** Adds a file to the index as it is, whatever the project ignores or converts. */
async function addFile({ directory, git }: Worktree, path: string): Promise<void> {
  if ((await lstat(join(directory, path)).catch(() => undefined))?.isFile() !== true) {
    throw new TerminalAgentError(`${path} is no file in the worktree.`);
  }
  const { stdout } = await git(['hash-object', '-w', '--no-filters', '--', path]);
  await git(['update-index', '--add', '--cacheinfo', `100644,${stdout.trim()},${path}`]);
}

/** @throws {TerminalAgentError} when a tree has a repository in it that `start` has not. */
export async function refuseNestedRepositories(git: Git, start: string, tree: string): Promise<void> {
  const raw = fieldsOf(await git(['diff-tree', '-r', '-z', '--no-renames', '--diff-filter=AMT', start, tree, '--']));
  const at = raw.findIndex((entry) => entry.startsWith(':') && entry.split(' ')[1] === '160000');
  if (at !== -1) {
    throw new TerminalAgentError(`The agent left a git repository inside its worktree, at ${raw[at + 1] ?? ''}.`);
  }
}
