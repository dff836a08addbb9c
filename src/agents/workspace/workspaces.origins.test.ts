import { mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { TerminalAgentError } from '../../domain/failure.ts';
import { findCommand } from '../../toolchain/executables.ts';
import { putFile, scratchOrigin, scratchTaskId, type ScratchOrigin } from './scratch-origin.testsuite.ts';
import type { Workspaces } from './workspace.ts';
import { createWorkspaces } from './workspaces.ts';

const taskId = scratchTaskId(1);
const key = `${taskId}:CODE_IMPLEMENTATION:1`;
let origin: ScratchOrigin;
let workspaces: Workspaces;

beforeEach(async () => {
  origin = await scratchOrigin();
  workspaces = createWorkspaces({ dataDirectory: origin.data });
});

afterEach(() => origin.remove());

const open = () => workspaces.open({ taskId, project: origin.project });

describe('an origin of another kind', () => {
  it('whose branch has another name is worked on from where its HEAD is', async () => {
    await origin.inOrigin('branch', '--move', 'main', 'master');
    expect(await (await open()).head()).toBe(await origin.inOrigin('rev-parse', 'master'));
  });

  it('that stands at a branch of a task’s is refused until that is mended', async () => {
    await origin.inOrigin('branch', `chimera/${scratchTaskId(9)}`, 'main');
    await origin.inOrigin('symbolic-ref', 'HEAD', `refs/heads/chimera/${scratchTaskId(9)}`);
    await expect(open()).rejects.toThrow(/a branch that a task writes: check another out there, or set base_branch/);
  });

  it('that has no commit yet says so, and which setting it is about', async () => {
    await origin.inOrigin('update-ref', '-d', 'refs/heads/main');
    await expect(open()).rejects.toThrow(/no HEAD that names a branch.*it has no branch at all. Set base_branch/);
  });

  it('that is a shallow clone is worked on, pushed to, and its history read as far as it goes', async () => {
    await origin.advanceMain('second.txt');
    await origin.advanceMain('third.txt');
    const shallow = join(origin.root, 'shallow');
    await origin.git(origin.root, 'clone', '--quiet', '--depth', '1', `file://${origin.project.repository}`, shallow);
    const project = { ...origin.project, repository: shallow };
    const workspace = await workspaces.open({ taskId, project });
    expect(await origin.git(workspace.directory, 'log', '--format=%s')).toBe('Add third.txt');
    await putFile(join(workspace.directory, 'a.txt'), 'a');
    await origin.git(workspace.directory, 'add', '--all');
    await origin.git(workspace.directory, 'commit', '--quiet', '--message', 'Of the agent’s own');
    const made = await workspace.commitAll({ message: 'Feature', key });
    await workspace.push();
    expect(await origin.git(shallow, 'rev-parse', `chimera/${taskId}`)).toBe(made?.commit_sha);
    await rm(origin.data, { recursive: true });
    const again = await workspaces.open({ taskId, project, commit: made?.commit_sha ?? '' });
    expect(again.base_commit).toBe(workspace.base_commit);
  });
});

const lfs = await findCommand('git-lfs', process.env['PATH'], []);

describe.runIf(lfs !== undefined)('an origin with files in Git LFS', () => {
  const pointer = /^version https:\/\/git-lfs.github.com\/spec\/v1\n/;
  const large = 'large\n'.repeat(1_000);
  let author: string;

  /** The origin's branch with a large file in it, as its people push it. */
  beforeEach(async () => {
    author = join(origin.root, 'author');
    await origin.git(author, 'lfs', 'install', '--local');
    await origin.git(author, 'lfs', 'track', '*.bin');
    await putFile(join(author, 'media/a.bin'), large);
    await origin.git(author, 'add', '--all');
    await origin.git(author, 'commit', '--quiet', '--message', 'Add a large file');
    await origin.git(author, 'remote', 'add', 'origin', origin.project.repository);
    await origin.git(author, 'push', '--quiet', 'origin', 'main');
  });

  const inWorktree = (directory: string): Promise<string> => readFile(join(directory, 'media/a.bin'), 'utf8');

  it('has the files themselves in worktrees and checkouts, and agents see none of them changed', async () => {
    const workspace = await open();
    expect(await inWorktree(workspace.directory)).toBe(large);
    const checkout = await workspace.checkout(workspace.base_commit, join(origin.root, 'staging'));
    expect(await inWorktree(checkout.directory)).toBe(large);
    expect(await origin.git(workspace.directory, 'status', '--porcelain')).toBe('');
  });

  it('gets a changed one back, as a pointer in the commit and as a file beside it', async () => {
    const workspace = await open();
    await putFile(join(workspace.directory, 'media/a.bin'), 'changed');
    const made = await workspace.commitAll({ message: 'Feature', key });
    expect(made?.files_changed).toEqual(['media/a.bin']);
    expect(await workspace.fileAt(made?.commit_sha ?? '', 'media/a.bin')).toMatch(pointer);
    await workspace.push();
    await origin.git(author, 'fetch', '--quiet', 'origin', workspace.branch);
    await origin.git(author, 'checkout', '--quiet', 'FETCH_HEAD');
    expect(await inWorktree(author)).toBe('changed');
  });

  it('that lacks a file is refused for good, with the file’s name', async () => {
    await rm(join(origin.project.repository, 'lfs'), { recursive: true });
    const opened = open();
    await expect(opened).rejects.toThrow(TerminalAgentError);
    await expect(opened).rejects.toThrow(/does not have a file of the project's in Git LFS: object [0-9a-f]{64}/);
  });

  it('is refused for good where git-lfs is not installed, with what to do', async () => {
    const bin = join(origin.root, 'bin');
    await mkdir(bin);
    for (const program of ['git', 'sh', 'flock', 'perl']) {
      const path = await findCommand(program, process.env['PATH'], []);
      if (path !== undefined) await symlink(path, join(bin, program));
    }
    vi.stubEnv('PATH', bin);
    onTestFinished(() => void vi.unstubAllEnvs());
    const opened = open();
    await expect(opened).rejects.toThrow(TerminalAgentError);
    await expect(opened).rejects.toThrow(/git-lfs is not on the PATH of this worker. Install it/);
  });
});
