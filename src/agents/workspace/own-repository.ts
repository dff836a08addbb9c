import { randomUUID } from 'node:crypto';
import { copyFile, lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TerminalAgentError } from '../../domain/failure.ts';
import { fieldsOf, type Git, gitIn } from './git.ts';
import { isThere } from './is-there.ts';
import { LFS_CONFIGURATION } from './lfs.ts';
import type { Mirror } from './mirror.ts';
import { baseRef } from './refs.ts';
import { removeTree } from './remove-tree.ts';

/*
 * A worktree holds a repository of its own below `.git`, for the agent: it may commit, branch and configure there as it
 * likes. It borrows the mirror's objects, which the agent can read and not change.
 *
 * Chimera's own git never reads that repository's configuration, which could name programs to be run: it works on the
 * worktree by a git directory inside the mirror. Of the agent's repository it takes commits only, each read anew from what
 * it says, so that none can pass for another.
 */

/** A worktree, as far as its agent's repository depends on it. Absolute paths. */
interface Worktree {
  readonly directory: string;
  /** What Chimera's own git knows of it, inside the mirror. */
  readonly gitDirectory: string;
  readonly git: Git;
}

/** What an unfinished operation of git's leaves in a worktree's git directory. */
export const UNFINISHED: readonly string[] = [
  ...['rebase-merge', 'rebase-apply', 'sequencer', 'MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'BISECT_LOG'],
];

/** What an agent's repository is made from: the mirror whose objects it borrows, the commit, and the branch it stands on. */
export interface OwnRepository {
  readonly mirror: Pick<Mirror, 'directory'>;
  readonly commit: string;
  /** Undefined: detached. */
  readonly branch: string | undefined;
  /** Patterns of files that are nobody's work. */
  readonly excluded: string;
}

const CONFIGURATION = `[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = false
\tlogallrefupdates = true
`;

/** Makes a worktree's own repository, in place of whatever stands there. */
export async function makeOwnRepository({ directory, gitDirectory }: Worktree, own: OwnRepository): Promise<void> {
  const place = ownRepositoryOf(directory);
  await removeTree(place);
  const put = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(place, path)), { recursive: true });
    await writeFile(join(place, path), text);
  };
  await put('config', CONFIGURATION + LFS_CONFIGURATION);
  await put('objects/info/alternates', `${join(own.mirror.directory, 'objects')}\n`);
  await put('info/exclude', own.excluded);
  // Where the origin is shallow, so is the mirror: it tells which commits have no parents here.
  await copyFile(join(own.mirror.directory, 'shallow'), join(place, 'shallow')).catch(() => undefined);
  await mkdir(join(place, 'refs', 'heads'), { recursive: true });
  if (own.branch !== undefined) await put(baseRef(own.branch), `${own.commit}\n`);
  await put('HEAD', own.branch === undefined ? `${own.commit}\n` : `ref: ${baseRef(own.branch)}\n`);
  // The same files are checked out, so the same index tells what differs from them.
  await copyFile(join(gitDirectory, 'index'), join(place, 'index'));
}

/** Where an agent's repository is in its worktree. */
function ownRepositoryOf(directory: string): string {
  return join(directory, '.git');
}

/** Where an agent's repository stands, as far as it says so in a form that is read here. */
export interface OwnTips {
  readonly head: string | undefined;
  /** The commit of the task's branch. */
  readonly tip: string | undefined;
}

/** @throws {TerminalAgentError} when the agent left an operation of git unfinished, or conflicts unresolved. */
export async function readOwnRepository({ directory, git }: Worktree, branch: string): Promise<OwnTips> {
  const place = ownRepositoryOf(directory);
  for (const name of UNFINISHED) {
    if (await isThere(join(place, name))) {
      throw new TerminalAgentError(`The agent left an operation of git unfinished in its worktree (${name}).`);
    }
  }
  const unmerged = await unmergedPaths(git, join(place, 'index'));
  if (unmerged.length > 0) {
    throw new TerminalAgentError(`The agent left conflicts unresolved in ${unmerged.join(', ')}.`);
  }
  const head = await plainFile(join(place, 'HEAD'));
  const named = /^ref: (refs\/heads\/.+)$/.exec(head ?? '')?.[1];
  return {
    head: named === undefined ? commitIn(head) : await commitOfRef(place, named),
    tip: await commitOfRef(place, baseRef(branch)),
  };
}

/** Paths in conflict, by the agent's index; one that cannot be read holds none. */
async function unmergedPaths(git: Git, index: string): Promise<readonly string[]> {
  if ((await lstat(index).catch(() => undefined))?.isFile() !== true) return [];
  const listed = await git(['ls-files', '--unmerged', '-z'], { index, accept: [128] });
  return listed.exitCode === 0 ? [...new Set(fieldsOf(listed).map((entry) => entry.split('\t')[1] ?? ''))] : [];
}

async function commitOfRef(place: string, ref: string): Promise<string | undefined> {
  if (ref.split('/').includes('..')) return undefined;
  const loose = commitIn(await plainFile(join(place, ref)));
  if (loose !== undefined) return loose;
  const packed = (await plainFile(join(place, 'packed-refs')))?.split('\n') ?? [];
  return commitIn(packed.find((line) => line.endsWith(` ${ref}`))?.split(' ')[0]);
}

/** A file's text; undefined for what is no plain file, such as a link out of the worktree. */
async function plainFile(path: string): Promise<string | undefined> {
  if ((await lstat(path).catch(() => undefined))?.isFile() !== true) return undefined;
  return (await readFile(path, 'utf8')).trim();
}

function commitIn(text: string | undefined): string | undefined {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text ?? '') ? text : undefined;
}

/** Git on the worktree that also finds what only the agent's repository has. */
export function borrowing({ directory, gitDirectory }: Worktree, signal: AbortSignal | undefined): Git {
  return gitIn({
    gitDirectory,
    worktree: directory,
    borrowedObjects: join(ownRepositoryOf(directory), 'objects'),
    ...(signal === undefined ? {} : { signal }),
  });
}

/**
 * Takes a commit and all before it up to `start` from the agent's repository into the mirror, unless it is there. Each
 * object is named anew by its content on the way, whatever the agent called it.
 * @throws {TerminalAgentError} when the commit is not whole.
 */
export async function takeCommit(
  mirror: Mirror,
  borrowed: Git,
  { commit, start }: { readonly commit: string; readonly start: string },
): Promise<void> {
  if ((await mirror.commit(commit)) !== undefined) return;
  const packs = join(mirror.directory, 'incoming', randomUUID());
  await mkdir(packs, { recursive: true });
  try {
    const packed = await borrowed(['pack-objects', '--quiet', '--revs', join(packs, 'own')], {
      input: `${commit}\n^${start}\n`,
    });
    const pack = join(packs, `own-${packed.stdout.trim()}.pack`);
    await mirror.git(['index-pack', '--stdin'], { inputFile: pack });
  } finally {
    await removeTree(packs);
  }
  const whole = await mirror.git(['rev-list', '--objects', '--quiet', commit, `^${start}`], { accept: [128] });
  if (whole.exitCode !== 0) throw new TerminalAgentError(`The agent's commit ${commit} is not whole.`);
}
