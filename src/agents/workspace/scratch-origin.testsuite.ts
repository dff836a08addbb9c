import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach } from 'vitest';
import { projectSchema, type ProjectConfig } from '../../config/project.ts';
import type { Workspaces } from './workspace.ts';
import { createWorkspaces } from './workspaces.ts';

/** A temporary folder with a bare origin whose branch `main` has one commit, and room for a data directory. */
export interface ScratchOrigin {
  readonly root: string;
  readonly data: string;
  readonly project: ProjectConfig;
  /** Runs git in a directory, as an agent or a person would; returns what it prints, trimmed. */
  git(directory: string, ...args: string[]): Promise<string>;
  /** Runs git in the origin. */
  inOrigin(...args: string[]): Promise<string>;
  /** Adds a commit to the origin's `main`. */
  advanceMain(file: string): Promise<void>;
  remove(): Promise<void>;
}

type Files = Readonly<Record<string, string>>;

async function git(directory: string, ...args: string[]): Promise<string> {
  const person = ['-c', 'user.name=Person', '-c', 'user.email=person@example.org'];
  const { stdout } = await promisify(execFile)('git', [...person, ...args], { cwd: directory });
  return stdout.trim();
}

/** Commits all that stands in a repository, and pushes it to the origin beside it. */
async function commitIn(root: string, message: string): Promise<void> {
  const author = join(root, 'author');
  await git(author, 'add', '--all');
  await git(author, 'commit', '--quiet', '--message', message);
  await git(author, 'push', '--quiet', join(root, 'origin.git'), 'main');
}

/** A file of a repository, or a folder, by its path there. */
interface Entry {
  readonly path: string;
  readonly mode: number;
  readonly content?: Buffer;
}

/** All that an origin and the repository beside it consist of. */
async function makeOrigin(files: Files): Promise<readonly Entry[]> {
  const root = await mkdtemp(join(tmpdir(), 'chimera-origin-'));
  try {
    await git(root, 'init', '--quiet', '--template=', '--bare', '--initial-branch=main', 'origin.git');
    await git(root, 'init', '--quiet', '--template=', '--initial-branch=main', 'author');
    for (const [path, text] of Object.entries(files)) await putFile(join(root, 'author', path), text);
    await commitIn(root, 'The first commit');
    const paths = (await readdir(root, { recursive: true })).sort();
    return await Promise.all(
      paths.map(async (path): Promise<Entry> => {
        const stats = await stat(join(root, path));
        const found = { path, mode: stats.mode & 0o777 };
        return stats.isFile() ? { ...found, content: await readFile(join(root, path)) } : found;
      }),
    );
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Origins by their files, made once: git needs a dozen processes for one, and each test has its own. */
const made = new Map<string, Promise<readonly Entry[]>>();

async function layOut(files: Files, root: string): Promise<void> {
  const name = JSON.stringify(files);
  const making = made.get(name) ?? makeOrigin(files);
  made.set(name, making);
  for (const { path, mode, content } of await making) {
    if (content === undefined) await mkdir(join(root, path), { mode });
    else await writeFile(join(root, path), content, { mode });
  }
}

/** Makes an origin with the given files on its branch `main`. */
export async function scratchOrigin(
  files: Files = { 'readme.md': 'hello\n', '.gitignore': 'node_modules/\n' },
): Promise<ScratchOrigin> {
  const root = await mkdtemp(join(tmpdir(), 'chimera-workspace-'));
  const origin = join(root, 'origin.git');
  const author = join(root, 'author');
  await layOut(files, root);
  return {
    root,
    data: join(root, 'data'),
    project: projectSchema.parse({ name: 'shop', repository: origin }),
    git,
    inOrigin: (...args) => git(origin, ...args),
    advanceMain: async (file) => {
      await putFile(join(author, file), 'more\n');
      await commitIn(root, `Add ${file}`);
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** What each test of a file finds anew: an origin, and workspaces of it. */
export interface ScratchWorkspaces {
  origin: ScratchOrigin;
  workspaces: Workspaces;
}

/** Gives each test of a file an origin and workspaces of its own, which go with it. */
export function eachTestsWorkspaces(files?: Files): ScratchWorkspaces {
  const own = {} as ScratchWorkspaces;
  beforeEach(async () => {
    own.origin = await scratchOrigin(files);
    own.workspaces = createWorkspaces({ dataDirectory: own.origin.data });
  });
  afterEach(() => own.origin.remove());
  return own;
}

/** Writes a file, with the folders above it. */
export async function putFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** A task's id with the given number in it. */
export function scratchTaskId(number: number): string {
  return `chimera-${number.toString(16).padStart(12, '0')}`;
}
