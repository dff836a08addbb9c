import { createHash } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TerminalAgentError } from '../../domain/failure.ts';
import { placeBelow } from '../path-below.ts';
import { withLock } from '../../host/lock.ts';
import { fieldsOf, type Git, gitIn } from './git.ts';
import { isThere } from './is-there.ts';
import { lfsOrigin } from './lfs.ts';
import type { Mirror } from './mirror.ts';
import { removeTree } from './remove-tree.ts';
import { submoduleUrl } from './submodule-url.ts';

/*
 * The files of submodules, put where the project has them, without repositories of their own. Where they come from is told
 * by `.gitmodules` of the commit that the task started from: a change could name any place, and have it asked with the
 * credentials of this host.
 */

/** The superproject's files, and what is known of them. */
export interface Superproject {
  readonly mirror: Mirror;
  readonly directory: string;
  /** Where the indexes of submodules are kept. */
  readonly gitDirectory: string;
  readonly commit: string;
  /** The commit whose `.gitmodules` counts. */
  readonly declaredIn: string;
  readonly signal: AbortSignal | undefined;
}

/** One submodule of a checkout, or of one of its submodules. */
interface Submodule {
  /** Relative to the checkout. */
  readonly path: string;
  readonly commit: string;
  readonly url: string;
  readonly repository: Git;
  /** On its files in the checkout. */
  readonly git: Git;
}

const DEEPEST = 10;

/** Makes the files of all submodules exactly what the commit has. Nothing where the project declares that it has none. */
export async function settleSubmodules(project: Superproject): Promise<void> {
  for await (const { path, commit, git } of submodulesOf(project)) {
    await makeFolder(project.directory, path);
    await git(['read-tree', '--reset', '-u', commit]);
    await git(['clean', '--quiet', '-ffd']);
  }
}

/** @throws {TerminalAgentError} when an agent changed files of a submodule: no commit of the project can hold that. */
export async function refuseChangedSubmodules(project: Superproject): Promise<void> {
  for await (const { path, git } of submodulesOf(project)) {
    await git(['update-index', '-q', '--refresh'], { accept: [1] });
    const [changed] = fieldsOf(await git(['diff-files', '--name-only', '-z']));
    if (changed === undefined) continue;
    throw new TerminalAgentError(
      `The agent changed ${path}/${changed}. ${path} is a submodule: its files belong to another repository, and no ` +
        "commit of this project's can hold a change of them.",
    );
  }
}

/** Every submodule whose place is declared, outer ones before those inside of them. */
async function* submodulesOf(project: Superproject): AsyncGenerator<Submodule> {
  const { mirror } = project;
  if (mirror.submodulesOf === undefined) return;
  const outer = { git: mirror.git, url: mirror.submodulesOf, below: '' };
  yield* below(project, { ...outer, commit: project.commit, declaredIn: project.declaredIn, depth: 1 });
}

interface Parent {
  readonly git: Git;
  readonly url: string;
  readonly below: string;
  readonly commit: string;
  readonly declaredIn: string;
  readonly depth: number;
}

async function* below(project: Superproject, parent: Parent): AsyncGenerator<Submodule> {
  if (parent.depth > DEEPEST) throw new TerminalAgentError(`Submodules lie in one another more than ${DEEPEST} deep.`);
  const declared = await declaredUrls(parent.git, parent.declaredIn);
  for (const { path, commit } of await linksIn(parent.git, parent.commit)) {
    const named = declared.get(path);
    if (named === undefined) continue;
    const submodule = await submoduleAt(project, { ...parent, path, commit, url: submoduleUrl(parent.url, named) });
    yield submodule;
    const { repository: git, url } = submodule;
    const inner = { git, url, below: `${submodule.path}/`, commit, declaredIn: commit, depth: parent.depth + 1 };
    yield* below(project, inner);
  }
}

async function submoduleAt(
  project: Superproject,
  found: { readonly below: string; readonly path: string; readonly commit: string; readonly url: string },
): Promise<Submodule> {
  const { mirror, directory, gitDirectory, signal } = project;
  const { commit, url } = found;
  const path = found.below + found.path;
  const place = join(mirror.directory, 'submodules', `${nameOf(url)}.git`);
  const common = { gitDirectory: place, settings: lfsOrigin(url), ...(signal === undefined ? {} : { signal }) };
  const repository = gitIn(common);
  await mkdir(dirname(place), { recursive: true });
  await withLock(`${place}.lock`, () => haveCommit(repository, { place, path, commit, url }), { signal });
  const index = join(gitDirectory, 'submodules', nameOf(path));
  await mkdir(dirname(index), { recursive: true });
  const git = gitIn({ ...common, worktree: join(directory, path) });
  return { path, commit, url, repository, git: (args, call) => git(args, { ...call, index }) };
}

async function haveCommit(
  git: Git,
  { place, path, commit, url }: { place: string; path: string; commit: string; url: string },
): Promise<void> {
  if (!(await isThere(join(place, 'HEAD')))) {
    await mkdir(place, { recursive: true });
    await git(['init', '--quiet', '--bare', '--template=', '--initial-branch=none']);
  }
  const has = async () => (await git(['cat-file', '-e', `${commit}^{commit}`], { accept: [1, 128] })).exitCode === 0;
  if (await has()) return;
  const fetch = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--update-shallow', '--', url];
  // Not every server gives a commit that no branch ends with.
  const asked = await git([...fetch, `+${commit}:refs/commits/${commit}`], { accept: [1, 128] });
  if (asked.exitCode !== 0) await git([...fetch, '+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*']);
  if (await has()) return;
  throw new TerminalAgentError(`The submodule ${path} stands at commit ${commit}, which its repository does not have.`);
}

/** The commits that a tree links to, by path. */
async function linksIn(git: Git, commit: string): Promise<readonly { path: string; commit: string }[]> {
  return fieldsOf(await git(['ls-tree', '-r', '-z', '--full-tree', commit])).flatMap((entry) => {
    const [about = '', path = ''] = splitOnce(entry, '\t');
    const [mode, , id = ''] = about.split(' ');
    return mode === '160000' ? [{ path, commit: id }] : [];
  });
}

/** The URLs of submodules as a commit declares them, by path. */
async function declaredUrls(git: Git, commit: string): Promise<ReadonlyMap<string, string>> {
  const listed = await git(['config', '--blob', `${commit}:.gitmodules`, '--null', '--list'], { accept: [1, 128] });
  if (listed.exitCode !== 0) return new Map();
  const settings = new Map(
    fieldsOf(listed).map((entry) => {
      const [key = '', value = ''] = splitOnce(entry, '\n');
      return [key, value] as const;
    }),
  );
  const names = [...settings.keys()].flatMap((key) => /^submodule\.(.*)\.path$/s.exec(key)?.[1] ?? []);
  return new Map(
    names.flatMap((name) => {
      const [path, url] = ['path', 'url'].map((key) => settings.get(`submodule.${name}.${key}`));
      return path === undefined || url === undefined ? [] : [[path, url] as const];
    }),
  );
}

/** Where a commit declares submodules, whether or not it has them. */
export async function declaredPaths(git: Git, commit: string): Promise<readonly string[]> {
  return [...(await declaredUrls(git, commit)).keys()].sort();
}

async function makeFolder(directory: string, path: string): Promise<void> {
  const place = await placeBelow(directory, path);
  if ((await lstat(place).catch(() => undefined))?.isDirectory() === true) return;
  await removeTree(place);
  await mkdir(place);
}

function splitOnce(text: string, by: string): readonly string[] {
  const at = text.indexOf(by);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function nameOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 20);
}
