import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { TerminalAgentError } from '../../domain/failure.ts';
import { findCommand } from '../../toolchain/executables.ts';
import { eachTestsWorkspaces, putFile, scratchTaskId } from './scratch-origin.testsuite.ts';

const taskId = scratchTaskId(1);
const key = `${taskId}:CODE_IMPLEMENTATION:1`;
const own = eachTestsWorkspaces();

const open = () => own.workspaces.open({ taskId, project: own.origin.project });

/** Pushes a changed file as a process that keeps all to itself. */
async function pushClosed(file: string): Promise<void> {
  const before = process.umask(0o077);
  onTestFinished(() => void process.umask(before));
  const workspace = await open();
  await putFile(join(workspace.directory, file), 'changed');
  await workspace.commitAll({ message: 'Feature', key });
  await workspace.push();
}

async function everybodyReadsTheOrigin(): Promise<void> {
  const find = async (...args: string[]): Promise<string> => (await execa('find', args)).stdout;
  const { repository } = own.origin.project;
  expect(await find(repository, '!', '-perm', '-044')).toBe('');
  expect(await find(repository, '-type', 'd', '!', '-perm', '-055')).toBe('');
  // What git-lfs links from the origin is the origin's.
  expect(await find(own.origin.data, '(', '-type', 'd', '-o', '-type', 'f', '-links', '1', ')', '-perm', '/077')).toBe(
    '',
  );
}

describe('an origin of another kind', () => {
  it('on this host stays as open as it is, however closed Chimera keeps its own', async () => {
    await pushClosed('a.txt');
    await everybodyReadsTheOrigin();
    expect(await own.origin.inOrigin('log', '-1', '--format=', '--name-only', `chimera/${taskId}`)).toBe('a.txt');
  });

  it('whose branch has another name is worked on from where its HEAD is', async () => {
    await own.origin.inOrigin('branch', '--move', 'main', 'master');
    expect(await (await open()).head()).toBe(await own.origin.inOrigin('rev-parse', 'master'));
  });

  it('that lacks the base branch, or is not there, is told of before the first task', async () => {
    const { signal } = new AbortController();
    const trunk = own.workspaces.lookOver({ ...own.origin.project, base_branch: 'trunk' }, signal);
    await expect(trunk).rejects.toThrow('it has main. Set base_branch');
    const gone = own.workspaces.lookOver({ ...own.origin.project, repository: join(own.origin.root, 'gone') }, signal);
    await expect(gone).rejects.toThrow('not appear to be a git repository');
  });

  it('that stands at a branch of a task’s is refused until that is mended', async () => {
    await own.origin.inOrigin('branch', `chimera/${scratchTaskId(9)}`, 'main');
    await own.origin.inOrigin('symbolic-ref', 'HEAD', `refs/heads/chimera/${scratchTaskId(9)}`);
    await expect(open()).rejects.toThrow(/a branch that a task writes: check another out there, or set base_branch/);
  });

  it('that has no commit yet says so, and which setting it is about', async () => {
    await own.origin.inOrigin('update-ref', '-d', 'refs/heads/main');
    await expect(open()).rejects.toThrow(/no HEAD that names a branch.*it has no branch at all. Set base_branch/);
  });

  it('that is a shallow clone is worked on, pushed to, and its history read as far as it goes', async () => {
    await own.origin.advanceMain('second.txt');
    await own.origin.advanceMain('third.txt');
    const shallow = join(own.origin.root, 'shallow');
    await own.origin.git(
      own.origin.root,
      'clone',
      '--quiet',
      '--depth',
      '1',
      `file://${own.origin.project.repository}`,
      shallow,
    );
    const project = { ...own.origin.project, repository: shallow };
    const workspace = await own.workspaces.open({ taskId, project });
    expect(await own.origin.git(workspace.directory, 'log', '--format=%s')).toBe('Add third.txt');
    await putFile(join(workspace.directory, 'a.txt'), 'a');
    await own.origin.git(workspace.directory, 'add', '--all');
    await own.origin.git(workspace.directory, 'commit', '--quiet', '--message', 'Of the agent’s own');
    const made = await workspace.commitAll({ message: 'Feature', key });
    await workspace.push();
    expect(await own.origin.git(shallow, 'rev-parse', `chimera/${taskId}`)).toBe(made?.commit_sha);
    await rm(own.origin.data, { recursive: true });
    const again = await own.workspaces.open({ taskId, project, commit: made?.commit_sha ?? '' });
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
    author = join(own.origin.root, 'author');
    await own.origin.git(author, 'lfs', 'install', '--local');
    await own.origin.git(author, 'lfs', 'track', '*.bin');
    await putFile(join(author, 'media/a.bin'), large);
    await own.origin.git(author, 'add', '--all');
    await own.origin.git(author, 'commit', '--quiet', '--message', 'Add a large file');
    await own.origin.git(author, 'remote', 'add', 'origin', own.origin.project.repository);
    await own.origin.git(author, 'push', '--quiet', 'origin', 'main');
  });

  const inWorktree = (directory: string): Promise<string> => readFile(join(directory, 'media/a.bin'), 'utf8');

  it('has the files themselves in worktrees and checkouts, and agents see none of them changed', async () => {
    const workspace = await open();
    expect(await inWorktree(workspace.directory)).toBe(large);
    const checkout = await workspace.checkout(workspace.base_commit, join(own.origin.root, 'staging'));
    expect(await inWorktree(checkout.directory)).toBe(large);
    expect(await own.origin.git(workspace.directory, 'status', '--porcelain')).toBe('');
  });

  it('gets a changed one back, as a pointer in the commit and as a file beside it', async () => {
    const workspace = await open();
    await putFile(join(workspace.directory, 'media/a.bin'), 'changed');
    const made = await workspace.commitAll({ message: 'Feature', key });
    expect(made?.files_changed).toEqual(['media/a.bin']);
    expect(await workspace.fileAt(made?.commit_sha ?? '', 'media/a.bin')).toMatch(pointer);
    await workspace.push();
    await own.origin.git(author, 'fetch', '--quiet', 'origin', workspace.branch);
    await own.origin.git(author, 'checkout', '--quiet', 'FETCH_HEAD');
    expect(await inWorktree(author)).toBe('changed');
  });

  it('gets large files that are as open as it is, however closed Chimera keeps its own', async () => {
    await pushClosed('media/a.bin');
    expect(await readdir(join(own.origin.project.repository, 'lfs/objects'))).toHaveLength(2);
    await everybodyReadsTheOrigin();
  });

  it('that lacks a file is refused for good, with the file’s name', async () => {
    await rm(join(own.origin.project.repository, 'lfs'), { recursive: true });
    const opened = open();
    await expect(opened).rejects.toThrow(TerminalAgentError);
    await expect(opened).rejects.toThrow(/does not have a file of the project's in Git LFS: object [0-9a-f]{64}/);
  });

  it('is refused for good where git-lfs is not installed, with what to do', async () => {
    const bin = join(own.origin.root, 'bin');
    await mkdir(bin);
    for (const program of ['git', 'sh']) {
      const path = await findCommand(program, process.env['PATH'], []);
      if (path !== undefined) await symlink(path, join(bin, program));
    }
    const found = () => own.workspaces.lookOver(own.origin.project, new AbortController().signal);
    expect(await found()).toEqual([]);
    vi.stubEnv('PATH', bin);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await found()).toEqual([expect.stringContaining('git-lfs is not on the PATH')]);
    const opened = open();
    await expect(opened).rejects.toThrow(TerminalAgentError);
    await expect(opened).rejects.toThrow(/git-lfs is not on the PATH of this worker. Install it/);
  });
});

describe('an origin with submodules', () => {
  let author: string;

  /** A repository with one file, beside the origin. */
  async function repository(name: string, text: string): Promise<string> {
    const place = join(own.origin.root, name);
    await own.origin.git(own.origin.root, 'init', '--quiet', '--initial-branch=main', place);
    await putFile(join(place, `${name}.js`), text);
    await own.origin.git(place, 'add', '--all');
    await own.origin.git(place, 'commit', '--quiet', '--message', 'One file');
    return place;
  }
  const addSubmodule = (place: string, url: string, path: string): Promise<string> =>
    own.origin.git(place, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', url, path);

  beforeEach(async () => {
    author = join(own.origin.root, 'author');
    await repository('inner', 'the inner one');
    const outer = await repository('outer', 'the outer one');
    await addSubmodule(outer, '../inner', 'parts/inner');
    await own.origin.git(outer, 'commit', '--quiet', '--message', 'Another inside');
    await own.origin.git(author, 'remote', 'add', 'origin', own.origin.project.repository);
    await addSubmodule(author, '../outer', 'vendor/outer');
    await own.origin.git(author, 'commit', '--quiet', '--message', 'A submodule');
    await own.origin.git(author, 'push', '--quiet', 'origin', 'main');
  });

  const withSubmodules = () => ({ ...own.origin.project, submodules: true });
  const inner = (directory: string): string => join(directory, 'vendor/outer/parts/inner/inner.js');

  it('has their files, theirs inside of them too, in worktrees and checkouts', async () => {
    const workspace = await own.workspaces.open({ taskId, project: withSubmodules() });
    expect(await readFile(join(workspace.directory, 'vendor/outer/outer.js'), 'utf8')).toBe('the outer one');
    expect(await readFile(inner(workspace.directory), 'utf8')).toBe('the inner one');
    const checkout = await workspace.checkout(workspace.base_commit, join(own.origin.root, 'staging'));
    expect(await readFile(inner(checkout.directory), 'utf8')).toBe('the inner one');
    expect(await own.origin.git(workspace.directory, 'status', '--porcelain')).toBe('');
  });

  it('has them as they were again in a later attempt, without what a died one left', async () => {
    const { directory } = await own.workspaces.open({ taskId, project: withSubmodules() });
    await writeFile(inner(directory), 'half');
    await putFile(join(directory, 'vendor/outer/new.js'), 'half');
    await rm(join(directory, 'vendor/outer/outer.js'));
    await own.workspaces.open({ taskId, project: withSubmodules() });
    expect(await readFile(inner(directory), 'utf8')).toBe('the inner one');
    expect((await readdir(join(directory, 'vendor/outer'))).sort()).toEqual(['.gitmodules', 'outer.js', 'parts']);
  });

  it('commits what is changed beside them, and refuses a change inside', async () => {
    const workspace = await own.workspaces.open({ taskId, project: withSubmodules() });
    await putFile(join(workspace.directory, 'a.txt'), 'a');
    expect((await workspace.commitAll({ message: 'Feature', key }))?.files_changed).toEqual(['a.txt']);
    await writeFile(inner(workspace.directory), 'changed');
    const committing = workspace.commitAll({ message: 'Feature', key: `${key}1` });
    await expect(committing).rejects.toThrow(TerminalAgentError);
    await expect(committing).rejects.toThrow('The agent changed vendor/outer/parts/inner/inner.js.');
  });

  it('asks no place that a change names', async () => {
    const workspace = await own.workspaces.open({ taskId, project: withSubmodules() });
    await repository('trap', 'a trap');
    await putFile(
      join(workspace.directory, '.gitmodules'),
      `[submodule "vendor/outer"]\n\tpath = vendor/outer\n\turl = ${join(own.origin.root, 'trap')}\n`,
    );
    await workspace.commitAll({ message: 'Feature', key });
    await rm(join(own.origin.data, 'mirrors/shop.git/submodules'), { recursive: true });
    const again = await own.workspaces.open({ taskId, project: withSubmodules(), commit: await workspace.head() });
    expect(await readFile(inner(again.directory), 'utf8')).toBe('the inner one');
  });

  it('says which commit is missing where one is', async () => {
    await rm(join(own.origin.root, 'inner'), { recursive: true });
    await repository('inner', 'another');
    const opened = own.workspaces.open({ taskId, project: withSubmodules() });
    await expect(opened).rejects.toThrow(/submodule vendor\/outer\/parts\/inner stands at commit [0-9a-f]{40}, which/);
  });

  it('leaves their folders empty where the project does not ask for them, and says so beforehand', async () => {
    const { signal } = new AbortController();
    expect(await own.workspaces.lookOver(own.origin.project, signal)).toEqual([
      expect.stringContaining('(vendor/outer)'),
    ]);
    expect(await own.workspaces.lookOver(withSubmodules(), signal)).toEqual([]);
    const workspace = await open();
    expect(await readdir(join(workspace.directory, 'vendor/outer'))).toEqual([]);
  });
});
