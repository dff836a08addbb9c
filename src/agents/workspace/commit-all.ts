import { join } from 'node:path';
import { TerminalAgentError } from '../../domain/failure.ts';
import { keyOf, messageOf } from './commit-message.ts';
import { fieldsOf, type Git } from './git.ts';
import { changedPaths, treeOf } from './history.ts';
import { restoreSettings, type Mirror } from './mirror.ts';
import { baseRef } from './refs.ts';
import { lineOfWork } from './work-line.ts';
import type { CommitRequest, Committed } from './workspace.ts';
import { isIntact, isThere, relink, settle, UNFINISHED, type Worktree } from './worktree.ts';

/** What is committed, from where and to where: `start` is the commit the workspace was opened at. */
export interface CommitWork {
  readonly mirror: Mirror;
  readonly worktree: Worktree;
  readonly branch: string;
  readonly start: string;
  readonly request: CommitRequest;
}

/**
 * Commits a worktree's files on the task's branch, whatever index, HEAD and branch have become meanwhile, and leaves the
 * worktree there. Made of git's plumbing, so that no hook, editor or branch of the agent's has a say in it.
 */
export async function commitWork(work: CommitWork): Promise<Committed | undefined> {
  const { mirror, worktree, branch, start, request } = work;
  const { git } = worktree;
  if (!(await isIntact(worktree))) throw new TerminalAgentError('The agent removed its worktree.');
  await restoreSettings(mirror.directory);
  await relink(worktree);
  await refuseUnfinished(worktree);
  await git(['add', '--all', '--', '.']);
  const written = (await git(['write-tree'])).stdout.trim();
  await refuseNestedRepositories(git, start, written);
  const head = await commitAt(git, 'HEAD');
  const tip = await mirror.commit(baseRef(branch));
  const { tree, parent } = await lineOfWork(git, { branch, start, head, tip, tree: written });

  const standsOn = (await git(['symbolic-ref', '--quiet', 'HEAD'], { accept: [1, 128] })).stdout.trim();
  const commit = await commitTree(git, { tree, parent, start, request });
  await settle(worktree, commit ?? start, branch);
  await dropOtherBranch(mirror, standsOn);
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

async function commitAt(git: Git, revision: string): Promise<string | undefined> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const { stdout, exitCode } = await git(args, { accept: [1, 128] });
  return exitCode === 0 ? stdout.trim() : undefined;
}

/** A branch of the agent's own would be in the way of other tasks' agents: they share the mirror's names. */
async function dropOtherBranch(mirror: Mirror, ref: string): Promise<void> {
  if (ref.startsWith('refs/heads/') && !ref.startsWith('refs/heads/chimera/')) {
    await mirror.git(['update-ref', '--no-deref', '-d', ref]);
  }
}

async function refuseUnfinished({ gitDirectory, git }: Worktree): Promise<void> {
  for (const name of UNFINISHED) {
    if (await isThere(join(gitDirectory, name))) {
      throw new TerminalAgentError(`The agent left an operation of git unfinished in its worktree (${name}).`);
    }
  }
  const unmerged = new Set(fieldsOf(await git(['diff', '--name-only', '--diff-filter=U', '-z'])));
  if (unmerged.size > 0) {
    throw new TerminalAgentError(`The agent left conflicts unresolved in ${[...unmerged].join(', ')}.`);
  }
}

async function refuseNestedRepositories(git: Git, start: string, tree: string): Promise<void> {
  const raw = fieldsOf(await git(['diff-tree', '-r', '-z', '--no-renames', '--diff-filter=AMT', start, tree, '--']));
  const at = raw.findIndex((entry) => entry.startsWith(':') && entry.split(' ')[1] === '160000');
  if (at !== -1) {
    throw new TerminalAgentError(`The agent left a git repository inside its worktree, at ${raw[at + 1] ?? ''}.`);
  }
}
