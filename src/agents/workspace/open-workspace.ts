import { join } from 'node:path';
import { TerminalAgentError, WorkMissingError } from '../../domain/failure.ts';
import { matchesAny } from '../guarded/allowed-paths.ts';
import { keyOf } from './commit-message.ts';
import { isAncestor } from './history.ts';
import { baseAtOrigin, checkBaseBranch, mirrorAt, prepareMirror, type Mirror } from './mirror.ts';
import { tipToBeginFrom } from './origin-branch.ts';
import { baseRef, branchOf, checkCommitId } from './refs.ts';
import { taskWorkspace } from './task-workspace.ts';
import { readRecord, writeRecord, type WorkspaceRecord } from './workspace-records.ts';
import type { OpenOptions, Workspace } from './workspace.ts';
import { addWorktree, findWorktree, isIntact, resetWorktree, type Worktree } from './worktree.ts';

/** Where a host keeps its mirrors and its worktrees: absolute, real paths. */
export interface Places {
  readonly mirrors: string;
  readonly workspaces: string;
  readonly proofs: string;
  readonly homes: string;
  /** The task's worktree. */
  readonly directory: string;
}

/** Opens a task's workspace at a commit, from what is on this host as far as it goes, else from the origin. */
export async function openWorkspace(options: OpenOptions, places: Places): Promise<Workspace> {
  const { taskId, project, key, anew = false, signal } = options;
  const { workspaces, directory } = places;
  const branch = branchOf(taskId);
  const mirror = mirrorAt(places.mirrors, project, signal);
  const entry = { task_id: taskId, project: project.name };
  const record = await readRecord(workspaces, taskId);

  const { base, start, seen, target, worktree } = await mirror.exclusively(async () => {
    await prepareMirror(mirror);
    await checkBaseBranch(mirror.git, project.base_branch);
    const { base, start } = await findCommits(mirror, options, record);
    const seen = key === undefined ? undefined : await tipToBeginFrom(mirror, { project, taskId, key, start });
    const target = (anew ? undefined : await commitUnderKey(mirror, [seen, baseRef(branch)], start, key)) ?? start;
    if (record === undefined) await writeRecord(workspaces, { ...entry, base_commit: base, checkouts: [] });
    const worktree = await findWorktree(mirror, directory, signal);
    return { base, start, seen, target, worktree: worktree && (await isIntact(worktree)) ? worktree : undefined };
  });

  const settledAt = await settled(mirror, worktree, { directory, branch, target, base, signal });
  // Only now: what an attempt before left may have filled the disk, and is gone by now.
  if (record !== undefined) await renew(workspaces, record, { ...entry, base_commit: base });
  return taskWorkspace({
    taskId,
    mirror,
    worktree: settledAt,
    repository: project.repository,
    proofs: join(places.proofs, taskId),
    homes: join(places.homes, taskId),
    branch,
    baseCommit: base,
    isAllowed: matchesAny(project.guardian.allowed_paths),
    start,
    seen,
    ...(signal === undefined ? {} : { signal }),
    remember: async (checkout) => {
      const record = await readRecord(workspaces, taskId);
      if (record === undefined) throw new TerminalAgentError(`The workspace of ${taskId} was removed.`);
      await writeRecord(workspaces, { ...record, checkouts: [...new Set([...record.checkouts, checkout])] });
    },
  });
}

/** Writes the record of a workspace that is opened again, which is then kept no longer; nothing when it says so already. */
async function renew(
  workspaces: string,
  { checkouts, ...before }: WorkspaceRecord,
  next: Omit<WorkspaceRecord, 'checkouts' | 'kept_until'>,
): Promise<void> {
  const { kept_until, base_commit, project } = before;
  if (kept_until === undefined && base_commit === next.base_commit && project === next.project) return;
  await writeRecord(workspaces, { ...next, checkouts });
}

interface Settling {
  readonly directory: string;
  readonly branch: string;
  readonly target: string;
  readonly base: string;
  readonly signal: AbortSignal | undefined;
}

/** The worktree at the target: the one that is there, or a new one where that is past mending. */
async function settled(mirror: Mirror, found: Worktree | undefined, settling: Settling): Promise<Worktree> {
  const { directory, branch, target, base, signal } = settling;
  if (found !== undefined) {
    try {
      await resetWorktree(mirror, found, { commit: target, base, branch });
      return found;
    } catch {
      signal?.throwIfAborted();
    }
  }
  const added = await mirror.exclusively(() => addWorktree(mirror, directory, target, signal));
  await resetWorktree(mirror, added, { commit: target, base, branch });
  return added;
}

/** The commit that the task started from, and the one its workspace is to stand at. */
async function findCommits(
  mirror: Mirror,
  { taskId, project, commit }: OpenOptions,
  record: WorkspaceRecord | undefined,
): Promise<{ base: string; start: string }> {
  const wanted = commit === undefined ? record?.base_commit : checkCommitId(commit);
  const known = wanted !== undefined && (await mirror.commit(wanted)) !== undefined;
  if (record !== undefined && known) return { base: record.base_commit, start: wanted };

  await mirror.fetch(project, taskId);
  const start = await mirror.commit(wanted ?? baseAtOrigin(project));
  if (start === undefined) {
    throw new WorkMissingError(
      `Commit ${wanted ?? 'of the base branch'} of ${taskId} is missing: it is neither on this host nor on ` +
        `${branchOf(taskId)} at the origin. Restore it there and requeue the task, or discard the task.`,
    );
  }
  return { base: record?.base_commit ?? (await forkPoint(mirror, start, baseAtOrigin(project))), start };
}

/** Where a task's branch left the base branch, which may have moved on since. */
async function forkPoint(mirror: Mirror, commit: string, base: string): Promise<string> {
  const { stdout, exitCode } = await mirror.git(['merge-base', '--end-of-options', commit, base], { accept: [1] });
  return exitCode === 0 ? stdout.trim() : commit;
}

/** The commit that an attempt before made on top of `start` under the same key; what others can see counts first. */
async function commitUnderKey(
  mirror: Mirror,
  revisions: readonly (string | undefined)[],
  start: string,
  key: string | undefined,
): Promise<string | undefined> {
  if (key === undefined) return undefined;
  for (const revision of revisions) {
    const tip = revision === undefined ? undefined : await mirror.commit(revision);
    const made = tip !== undefined && tip !== start && (await keyOf(mirror.git, tip)) === key;
    if (made && (await isAncestor(mirror.git, start, tip))) return tip;
  }
  return undefined;
}
