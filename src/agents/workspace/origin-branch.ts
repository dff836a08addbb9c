import { join } from 'node:path';
import { TransientAgentError } from '../../domain/failure.ts';
import type { ProjectConfig } from '../../config/project.ts';
import { keyOf } from './commit-message.ts';
import type { Git } from './git.ts';
import { isAncestor } from './history.ts';
import { isThere } from './is-there.ts';
import type { Mirror } from './mirror.ts';
import { openLargeFiles } from './open-large-files.ts';
import { originUmask } from './local-repository.ts';
import { baseRef, branchOf, originRef } from './refs.ts';

/** The attempt that is about to work: its key, and the commit that it begins from. */
export interface BeginningAttempt {
  readonly project: ProjectConfig;
  readonly taskId: string;
  readonly key: string;
  readonly start: string;
}

/**
 * The tip of a task's branch at the origin as an attempt begins, its commit in the mirror; undefined when there is no
 * such branch.
 * @throws {TransientAgentError} when the branch holds work of a later step of the task: then this attempt is a stale one.
 */
export async function tipToBeginFrom(mirror: Mirror, attempt: BeginningAttempt): Promise<string | undefined> {
  const { project, taskId, key, start } = attempt;
  const branch = branchOf(taskId);
  let tip = await tipAtOrigin(mirror.git, project.repository, baseRef(branch));
  if (tip === undefined) return undefined;
  if ((await mirror.commit(tip)) === undefined) {
    await mirror.fetch(project, taskId);
    tip = await mirror.commit(originRef(branch));
  }
  if (tip === undefined || (await isAncestor(mirror.git, tip, start))) return tip;
  const madeUnder = await keyOf(mirror.git, tip);
  if (madeUnder === undefined || madeUnder === key || !madeUnder.startsWith(`${taskId}:`)) return tip;
  throw new TransientAgentError(
    `The branch ${branch} at the origin stands at ${tip}, made as ${madeUnder}, which is past ${start}, where this ` +
      `attempt (${key}) begins. If no other attempt is at work, remove that branch and requeue the task.`,
  );
}

/** What is pushed, and in whose place it may come: `seen` is the branch's tip as the attempt began. */
export interface Push {
  readonly repository: string;
  readonly branch: string;
  readonly tip: string;
  readonly seen: string | undefined;
}

/**
 * Pushes a task's branch if its tip at the origin is one that this attempt may replace (`Workspace.push` says which),
 * and has not moved by the time the origin takes the push.
 * @throws {TransientAgentError} when it is another's work.
 */
export async function pushBranch(mirror: Mirror, { repository, branch, tip, seen }: Push): Promise<void> {
  const now = await tipAtOrigin(mirror.git, repository, baseRef(branch));
  if (now === tip) return;
  if (now !== undefined && now !== seen && !(await isPartOf(mirror, now, tip))) {
    throw new TransientAgentError(
      `The branch ${branch} at the origin stands at ${now}, where this attempt saw ${seen ?? 'no branch'} as it ` +
        `began: another attempt has pushed since, and ${tip} does not replace its work.`,
    );
  }
  await pushRef(mirror, { repository, ref: baseRef(branch), tip, expected: now });
}

/** A ref of the mirror that is pushed, with its full name; without a tip it is removed there. */
export interface RefPush {
  readonly repository: string;
  readonly ref: string;
  readonly tip: string | undefined;
  /** Where it has to stand at the origin until then; undefined: nowhere. */
  readonly expected: string | undefined;
}

/** Makes a ref of the origin stand where the mirror has it, with the large files of its commits. */
export async function pushRef(mirror: Mirror, { repository, ref, tip, expected }: RefPush): Promise<void> {
  if (tip !== undefined) await pushLargeFiles(mirror, repository, ref);
  const umask = await originUmask(repository);
  const lease = `--force-with-lease=${ref}:${expected ?? ''}`;
  const receiving = umask === undefined ? [] : [`--receive-pack=umask ${umask}; git receive-pack`];
  await mirror.git(['push', '--quiet', '--no-verify', ...receiving, lease, '--', repository, `${tip ?? ''}:${ref}`]);
}

/** Where a ref stands at the origin, by its full name. */
export async function tipAtOrigin(git: Git, repository: string, ref: string): Promise<string | undefined> {
  const { stdout } = await git(['ls-remote', '--', repository, ref]);
  // The pattern matches the ends of names.
  const lines = stdout.split('\n').map((line) => line.split('\t'));
  return lines.find(([, name]) => name === ref)?.[0];
}

async function isPartOf(mirror: Mirror, commit: string, tip: string): Promise<boolean> {
  return (await mirror.commit(commit)) !== undefined && (await isAncestor(mirror.git, commit, tip));
}

/** Hands the files in Git LFS of a branch over to the origin, where the mirror has any. */
async function pushLargeFiles(mirror: Mirror, repository: string, ref: string): Promise<void> {
  const { git, directory } = mirror;
  if (!(await isThere(join(directory, 'lfs', 'objects')))) return;
  const umask = await originUmask(repository);
  if (umask === undefined) {
    await git(['lfs', 'push', 'origin', ref]);
    return;
  }
  // It writes into the origin itself, so the umask has to be its own.
  await git(['lfs-for-all', 'push', 'origin', ref], { settings: [`alias.lfs-for-all=!umask ${umask}; git lfs`] });
  await openLargeFiles(directory, repository, umask);
}
