import { randomUUID } from 'node:crypto';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObeyed } from './agent-files.ts';
import { refuseNestedRepositories } from './commit-all.ts';
import { changedPaths, treeOf } from './history.ts';
import { type Mirror, restoreSettings } from './mirror.ts';
import { pushRef, tipAtOrigin } from './origin-branch.ts';
import { keptRef } from './refs.ts';
import { removeTree } from './remove-tree.ts';
import { refuseChangedSubmodules } from './submodules.ts';
import type { UnfinishedWork } from './workspace.ts';
import { type Worktree, worktreeHeeding } from './worktree.ts';

/** Whose work is kept, and beside what. */
export interface UnfinishedWorkOptions {
  readonly mirror: Mirror;
  readonly worktree: Worktree;
  readonly repository: string;
  readonly ref: string;
  /** The commit the workspace was opened at. */
  readonly start: string;
  /** The commit that the task started from. */
  readonly base: string;
  /** Whether the project allows a change of a guarded path. */
  readonly isAllowed: (path: string) => boolean;
}

const MESSAGE = 'Work in progress, kept by Chimera.\n';

/** Unfinished work as one commit upon the commit that it began from: whatever the agent committed meanwhile is in it. */
export function unfinishedWork(options: UnfinishedWorkOptions): UnfinishedWork {
  const { mirror, worktree, repository, ref, start } = options;
  /** Where the ref stands at the origin, as far as this attempt knows. */
  let seen: string | undefined;
  let keptTree: string | undefined;

  return {
    takeUp: async () => {
      seen = await tipAtOrigin(mirror.git, repository, ref);
      const found = await newestUpon(options, seen);
      if (found === undefined) return [];
      const paths = (await changedPaths(mirror.git, start, found)).filter((path) => !isObeyed(path, options.isAllowed));
      await restore(worktree, found, paths);
      return paths;
    },
    keep: async (signal) => {
      const heeding = mirror.heeding(signal);
      const tree = await treeOfWork(heeding, worktreeHeeding(heeding, worktree, signal), options);
      if (tree === keptTree) return;
      // What was taken back since is kept as well: nothing.
      const isFirst = keptTree === undefined && seen === undefined;
      if (isFirst && tree === (await treeOf(heeding.git, start))) return;
      const made = await heeding.git(['commit-tree', tree, '-p', start, '-F', '-'], { input: MESSAGE });
      const tip = made.stdout.trim();
      await heeding.git(['update-ref', '--no-deref', ref, tip]);
      await pushRef(heeding, { repository, ref, tip, expected: seen });
      seen = tip;
      keptTree = tree;
    },
    drop: () => dropRefs(mirror, repository, ref),
  };
}

/** Removes all that was kept of a task's phases, here and at the origin. Safe to repeat. */
export function dropUnfinishedWork(mirror: Mirror, repository: string, taskId: string): Promise<void> {
  return dropRefs(mirror, repository, `${keptRef(taskId)}/*/*`);
}

/** Makes files of a worktree what they are in a commit; the index stays, so that they stand there as changes. */
async function restore({ git }: Worktree, commit: string, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  await git(['restore', `--source=${commit}`, '--worktree', '--pathspec-from-file=-', '--pathspec-file-nul'], {
    input: paths.map((path) => `${path}\0`).join(''),
  });
}

/** The files of the worktree as a tree of git's; nothing that the worktree has is changed for it. */
async function treeOfWork(
  mirror: Mirror,
  { directory, gitDirectory, git, signal }: Worktree,
  { start, base }: Pick<UnfinishedWorkOptions, 'start' | 'base'>,
): Promise<string> {
  await restoreSettings(mirror.directory);
  await refuseChangedSubmodules({ mirror, directory, gitDirectory, commit: start, declaredIn: base, signal });
  const index = join(gitDirectory, `index-${randomUUID()}`);
  try {
    await copyFile(join(gitDirectory, 'index'), index);
    await git(['add', '--all', '--', '.'], { index });
    const tree = (await git(['write-tree'], { index })).stdout.trim();
    await refuseNestedRepositories(git, start, tree);
    return tree;
  } finally {
    await Promise.all([index, `${index}.lock`].map(removeTree));
  }
}

/** What was last kept of work that began at `start`: here, or at the origin by another host. */
async function newestUpon(
  { mirror, repository, ref, start }: UnfinishedWorkOptions,
  atOrigin: string | undefined,
): Promise<string | undefined> {
  const { git } = mirror;
  if (atOrigin !== undefined && (await mirror.commit(atOrigin)) === undefined) {
    await git(['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--update-shallow', '--', repository, ref]);
  }
  const known = [atOrigin === undefined ? undefined : await mirror.commit(atOrigin), await mirror.commit(ref)];
  const found = await Promise.all(
    known
      .filter((commit) => commit !== undefined)
      .map(async (commit) => {
        const { stdout } = await git(['show', '--no-patch', '--format=%ct %P', '--end-of-options', commit]);
        const [seconds = '', ...parents] = stdout.trim().split(' ');
        return { commit, seconds: Number(seconds), isUpon: parents.join(' ') === start };
      }),
  );
  const upon = found.filter(({ isUpon }) => isUpon).toSorted((one, other) => other.seconds - one.seconds);
  return upon[0]?.commit;
}

/** Removes the refs of a pattern, each as it stands now. */
async function dropRefs(mirror: Mirror, repository: string, pattern: string): Promise<void> {
  const { git } = mirror;
  const { stdout: here } = await git(['for-each-ref', '--format=%(refname)', '--', pattern]);
  for (const ref of here.split('\n').filter((line) => line !== '')) {
    await git(['update-ref', '--no-deref', '-d', ref]);
  }
  const { stdout: there } = await git(['ls-remote', '--', repository, pattern]);
  for (const [expected, ref] of there.split('\n').map((line) => line.split('\t'))) {
    if (ref !== undefined) await pushRef(mirror, { repository, ref, tip: undefined, expected });
  }
}
