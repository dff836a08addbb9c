import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
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

/** Makes an origin with the given files on its branch `main`. */
export async function scratchOrigin(
  files: Readonly<Record<string, string>> = { 'readme.md': 'hello\n', '.gitignore': 'node_modules/\n' },
): Promise<ScratchOrigin> {
  const root = await mkdtemp(join(tmpdir(), 'chimera-workspace-'));
  const origin = join(root, 'origin.git');
  const author = join(root, 'author');
  const git = async (directory: string, ...args: string[]): Promise<string> => {
    const person = ['-c', 'user.name=Person', '-c', 'user.email=person@example.org'];
    const { stdout } = await promisify(execFile)('git', [...person, ...args], { cwd: directory });
    return stdout.trim();
  };
  await git(root, 'init', '--quiet', '--bare', '--initial-branch=main', origin);
  await git(root, 'init', '--quiet', '--initial-branch=main', author);
  const commit = async (message: string): Promise<void> => {
    await git(author, 'add', '--all');
    await git(author, 'commit', '--quiet', '--message', message);
    await git(author, 'push', '--quiet', origin, 'main');
  };
  for (const [path, text] of Object.entries(files)) await putFile(join(author, path), text);
  await commit('The first commit');
  return {
    root,
    data: join(root, 'data'),
    project: projectSchema.parse({ name: 'shop', repository: origin }),
    git,
    inOrigin: (...args) => git(origin, ...args),
    advanceMain: async (file) => {
      await putFile(join(author, file), 'more\n');
      await commit(`Add ${file}`);
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
export function eachTestsWorkspaces(): ScratchWorkspaces {
  const own = {} as ScratchWorkspaces;
  beforeEach(async () => {
    own.origin = await scratchOrigin();
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
