import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { TerminalAgentError } from '../../domain/failure.ts';
import { putBackAgentFiles } from './agent-files.ts';
import { amendedCommit } from './amended-commit.ts';
import { commitWork } from './commit-all.ts';
import { keyOf } from './commit-message.ts';
import { blobIn, changedFiles, changedPaths, fileIn, unifiedDiff } from './history.ts';
import type { Mirror } from './mirror.ts';
import { pushBranch } from './origin-branch.ts';
import { holdsTest, placeTest } from './proof-checkout.ts';
import { baseRef, checkCommitId, keptRef } from './refs.ts';
import { setUpOnce } from './set-up.ts';
import { unfinishedWork } from './unfinished-work.ts';
import type { Checkout, Workspace } from './workspace.ts';
import { addWorktree, removeWorktree, resetWorktree, type Worktree } from './worktree.ts';

/** What an opened workspace is made of; `remember` notes a checkout so that it goes when the workspace goes. */
export interface OpenedWorkspace {
  readonly taskId: string;
  readonly mirror: Mirror;
  readonly worktree: Worktree;
  readonly repository: string;
  /** Where commits of the task are checked out for proofs and checks. */
  readonly proofs: string;
  /** What agents keep between their calls. */
  readonly homes: string;
  readonly branch: string;
  readonly baseCommit: string;
  /** Whether the project allows a change of a guarded path. */
  readonly isAllowed: (path: string) => boolean;
  /** The commit that was asked for: what is committed is told as a change to it. */
  readonly start: string;
  /** The tip of the branch at the origin as the attempt began, where it was asked for and there was one. */
  readonly seen: string | undefined;
  readonly signal?: AbortSignal;
  readonly remember: (checkout: string) => Promise<void>;
}

/** An opened workspace's operations. */
export function taskWorkspace(opened: OpenedWorkspace): Workspace {
  const { mirror, worktree, repository, branch, baseCommit } = opened;
  let { start } = opened;
  const head = async (): Promise<string> =>
    (await worktree.git(['rev-parse', '--verify', 'HEAD^{commit}'])).stdout.trim();

  return {
    directory: worktree.directory,
    repository: mirror.directory,
    branch,
    homes: opened.homes,
    base_commit: baseCommit,
    head,
    setUp: (command, run) =>
      setUpOnce(worktree, command, run, async () =>
        resetWorktree(mirror, worktree, { commit: await head(), base: baseCommit, branch }),
      ),
    committed: async (key) => {
      const tip = await mirror.commit(baseRef(branch));
      if (tip === undefined || tip === opened.start || (await keyOf(mirror.git, tip)) !== key) return undefined;
      return { commit_sha: tip, files_changed: await changedPaths(mirror.git, opened.start, tip) };
    },
    putBackAgentFiles: () => putBackAgentFiles(worktree, { base: baseCommit, isAllowed: opened.isAllowed }),
    commitAll: async (request) => {
      const committed = await commitWork({ mirror, worktree, branch, start, base: baseCommit, request });
      start = committed?.commit_sha ?? start;
      return committed;
    },
    push: async () => {
      const tip = await mirror.commit(baseRef(branch));
      if (tip === undefined) throw new TerminalAgentError(`There is no branch ${branch} to push.`);
      await pushBranch(mirror, { repository, branch, tip, seen: opened.seen });
    },
    diff: (from, to) => unifiedDiff(mirror.git, checkCommitId(from), checkCommitId(to)),
    changes: (from, to) => changedFiles(mirror.git, checkCommitId(from), checkCommitId(to)),
    fileAt: (commit, path) => fileIn(mirror.git, checkCommitId(commit), path),
    blobAt: (commit, path) => blobIn(mirror.git, checkCommitId(commit), path),
    checkoutForProof: async (commit, test) => {
      const checkout = await checkOut(opened, checkCommitId(commit), join(opened.proofs, randomUUID()));
      await placeTest(mirror.git, checkout.directory, test);
      return { ...checkout, isIntact: () => holdsTest(checkout.directory, test) };
    },
    checkoutForChecks: async (commit, replacements) => {
      const amended = await amendedCommit(mirror, checkCommitId(commit), replacements);
      return checkOut(opened, amended, join(opened.proofs, randomUUID()));
    },
    unfinished: (phase, round) =>
      unfinishedWork({
        ...{ mirror, worktree, repository, start: opened.start, base: baseCommit, isAllowed: opened.isAllowed },
        ref: keptRef(opened.taskId, { phase, round }),
      }),
    checkout: (commit, directory) => checkOut(opened, checkCommitId(commit), directory),
  };
}

async function checkOut(
  { mirror, baseCommit: base, signal, remember }: OpenedWorkspace,
  commit: string,
  directory: string,
): Promise<Checkout> {
  await remember(directory);
  const worktree = await mirror.exclusively(() => addWorktree(mirror, directory, commit, signal));
  await resetWorktree(mirror, worktree, { commit, base });
  return {
    directory,
    setUp: (command, run) => setUpOnce(worktree, command, run, () => resetWorktree(mirror, worktree, { commit, base })),
    remove: () => {
      const unaborted = mirror.heeding(undefined);
      return unaborted.exclusively(() => removeWorktree(unaborted, directory));
    },
  };
}
