import { access, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TerminalAgentError, TransientAgentError, WorkMissingError } from '../../domain/failure.ts';
import { eachTestsWorkspaces, putFile, scratchTaskId } from './scratch-origin.testsuite.ts';
import { createWorkspaces } from './workspaces.ts';

const taskId = scratchTaskId(1);
const key = `${taskId}:CODE_IMPLEMENTATION:1`;
const own = eachTestsWorkspaces();

const open = (options: { commit?: string; key?: string; task?: string } = {}) => {
  const { task = taskId, ...rest } = options;
  return own.workspaces.open({ taskId: task, project: own.origin.project, ...rest });
};

describe('a first open', () => {
  it('is a worktree of the base branch’s tip on the task’s own branch', async () => {
    const workspace = await open();
    const tip = await own.origin.inOrigin('rev-parse', 'main');
    expect(workspace).toMatchObject({ branch: `chimera/${taskId}`, base_commit: tip });
    expect(workspace.directory).toBe(join(own.origin.data, 'workspaces', taskId));
    expect(await workspace.head()).toBe(tip);
    expect(await own.origin.git(workspace.directory, 'branch', '--show-current')).toBe(`chimera/${taskId}`);
    expect(await readFile(join(workspace.directory, 'readme.md'), 'utf8')).toBe('hello\n');
  });

  it.each([
    ['an id that is a path', { taskId: '../../etc' }, /no task's id/],
    [
      'a base branch that the origin does not have',
      { base: 'trunk' },
      /base_branch is “trunk”, which the repository does not have: it has main. Set base_branch/,
    ],
    ['a base branch that is no branch name', { base: 'a..b' }, /no name for a branch/],
    ['a base branch among the tasks’ own', { base: 'chimera/main' }, /choose another/],
    ['a repository that is none', { repository: '/no/such/repository' }, /not appear to be a git repository/],
    ['a repository that would run a program', { repository: 'ext::sh -c id' }, /not allowed/],
    ['a commit that is an option', { commit: '--all' }, /no commit's id/],
  ])('refuses %s for good', async (_what, change, message) => {
    const { base, repository, ...rest } = { base: 'main', repository: own.origin.project.repository, ...change };
    const project = { ...own.origin.project, repository, base_branch: base };
    const opened = own.workspaces.open({ taskId, project, ...rest });
    await expect(opened).rejects.toThrow(TerminalAgentError);
    await expect(opened).rejects.toThrow(message);
  });

  it('may pass later when the origin’s host does not answer, and does not tell its password', async () => {
    const project = { ...own.origin.project, repository: 'http://me:hunter2@127.0.0.1:9/shop.git' };
    const opened = own.workspaces.open({ taskId, project });
    await expect(opened).rejects.toThrow(TransientAgentError);
    await expect(opened).rejects.not.toThrow(/hunter2/);
  });

  it('ends at an abort with the signal’s reason', async () => {
    const signal = AbortSignal.abort(new Error('cancelled'));
    await expect(own.workspaces.open({ taskId, project: own.origin.project, signal })).rejects.toThrow('cancelled');
  });
});

describe('a later open', () => {
  it('has the same base though the base branch moved on', async () => {
    const first = await open();
    await own.origin.advanceMain('later.txt');
    const second = await open();
    expect(second.base_commit).toBe(first.base_commit);
    expect(await second.head()).toBe(first.base_commit);
  });

  it('drops what an attempt that died left, and keeps ignored files', async () => {
    const first = await open();
    const { directory } = first;
    await putFile(join(directory, 'readme.md'), 'half');
    await putFile(join(directory, 'new/file.txt'), 'half');
    await putFile(join(directory, 'node_modules/a/index.js'), 'kept');
    await putFile(join(directory, 'nested/.git/HEAD'), 'half');
    await own.origin.git(directory, 'add', 'new');
    const gitDirectory = await own.origin.git(directory, 'rev-parse', '--absolute-git-dir');
    await putFile(join(gitDirectory, 'index.lock'), '');
    await putFile(join(gitDirectory, 'MERGE_HEAD'), `${first.base_commit}\n`);
    const second = await open();
    expect(await own.origin.git(directory, 'status', '--porcelain')).toBe('');
    expect((await readdir(directory)).sort()).toEqual(['.git', '.gitignore', 'node_modules', 'readme.md']);
    expect(await second.head()).toBe(first.base_commit);
  });

  it('goes back to the last finished commit', async () => {
    const first = await open();
    await putFile(join(first.directory, 'a.txt'), 'a');
    const finished = await first.commitAll({ message: 'Test', key: `${taskId}:E2E_TEST_GENERATION:1` });
    await putFile(join(first.directory, 'b.txt'), 'b');
    await first.commitAll({ message: 'Not finished', key });
    const second = await open({ commit: finished?.commit_sha ?? '' });
    expect(await second.head()).toBe(finished?.commit_sha);
    await expect(access(join(first.directory, 'b.txt'))).rejects.toThrow('ENOENT');
  });

  it('keeps the commit that an attempt before made under the same key', async () => {
    const first = await open();
    await putFile(join(first.directory, 'a.txt'), 'a');
    const made = await first.commitAll({ message: 'Feature', key });
    const second = await open({ commit: first.base_commit, key });
    expect(await second.committed(key)).toEqual({ commit_sha: made?.commit_sha, files_changed: ['a.txt'] });
    expect(await second.commitAll({ message: 'Feature', key })).toEqual(made);
    expect(await second.committed('another key')).toBeUndefined();
  });

  it.each(['worktree', 'mirror', 'data'] as const)(
    'is rebuilt from the pushed branch when the %s is gone',
    async (gone) => {
      const first = await open();
      await putFile(join(first.directory, 'a.txt'), 'a');
      const made = await first.commitAll({ message: 'Feature', key });
      await first.push();
      await own.origin.advanceMain('later.txt');
      const lost = { worktree: first.directory, mirror: join(own.origin.data, 'mirrors'), data: own.origin.data }[gone];
      await rm(lost, { recursive: true });
      const second = await open({ commit: made?.commit_sha ?? '' });
      expect(second.base_commit).toBe(first.base_commit);
      expect(await second.head()).toBe(made?.commit_sha);
      expect(await readFile(join(second.directory, 'a.txt'), 'utf8')).toBe('a');
    },
  );

  it('says which commit is missing when the host and the branch are gone, and goes on once that is restored', async () => {
    const first = await open();
    await putFile(join(first.directory, 'a.txt'), 'a');
    const made = (await first.commitAll({ message: 'Feature', key }))?.commit_sha ?? '';
    await first.push();
    await own.origin.inOrigin('branch', '--move', first.branch, 'aside');
    await rm(own.origin.data, { recursive: true });
    const opened = open({ commit: made });
    await expect(opened).rejects.toThrow(WorkMissingError);
    await expect(opened).rejects.toThrow(`Commit ${made} of ${taskId} is missing`);
    await own.origin.inOrigin('branch', '--move', 'aside', first.branch);
    expect(await (await open({ commit: made })).head()).toBe(made);
  });

  it('mends a worktree whose git directory an agent has spoilt', async () => {
    const first = await open();
    const gitDirectory = await own.origin.git(first.directory, 'rev-parse', '--absolute-git-dir');
    await writeFile(join(gitDirectory, 'index'), 'rubbish');
    await writeFile(join(gitDirectory, 'HEAD'), 'rubbish');
    await rm(join(first.directory, '.git'), { recursive: true });
    await mkdir(join(first.directory, '.git'));
    await writeFile(join(own.origin.data, 'mirrors/shop.git/config'), '[core]\n\tbare = perhaps\n');
    const second = await open();
    expect(await own.origin.git(second.directory, 'status', '--porcelain')).toBe('');
  });
});

describe('tasks side by side', () => {
  it('never see each other’s files, eight of them opened, committed and pushed at once, by two processes’ worth', async () => {
    const others = createWorkspaces({ dataDirectory: own.origin.data });
    const tasks = Array.from({ length: 8 }, (_, number) => scratchTaskId(number));
    await Promise.all(
      tasks.map(async (task, index) => {
        const owner = index % 2 === 0 ? own.workspaces : others;
        const workspace = await owner.open({ taskId: task, project: own.origin.project });
        await putFile(join(workspace.directory, `${task}.txt`), task);
        await workspace.commitAll({ message: `Work of ${task}`, key: `${task}:CODE_IMPLEMENTATION:1` });
        await workspace.push();
      }),
    );
    for (const task of tasks) {
      const files = (await readdir(join(own.origin.data, 'workspaces', task))).sort();
      expect(files).toEqual(['.git', '.gitignore', `${task}.txt`, 'readme.md']);
      const pushed = await own.origin.inOrigin('ls-tree', '--name-only', `chimera/${task}`);
      expect(pushed.split('\n').sort()).toEqual(['.gitignore', `${task}.txt`, 'readme.md']);
    }
    expect(await own.origin.git(join(own.origin.data, 'mirrors/shop.git'), 'fsck')).toBe('');
  }, 60_000);
});

describe('a push', () => {
  it('writes the task’s branch and never the base branch', async () => {
    const before = await own.origin.inOrigin('rev-parse', 'main');
    const workspace = await open();
    await own.origin.git(workspace.directory, 'checkout', '--quiet', '-b', 'main');
    await putFile(join(workspace.directory, 'a.txt'), 'a');
    await own.origin.git(workspace.directory, 'add', '--all');
    await own.origin.git(workspace.directory, 'commit', '--quiet', '--message', 'On main');
    const made = await workspace.commitAll({ message: 'Feature', key });
    await workspace.push();
    expect(await own.origin.inOrigin('rev-parse', 'main')).toBe(before);
    expect(await own.origin.inOrigin('for-each-ref', '--format=%(refname) %(objectname)')).toBe(
      `refs/heads/chimera/${taskId} ${made?.commit_sha ?? ''}\nrefs/heads/main ${before}`,
    );
  });
});

describe('the history', () => {
  it('is told as diff, counts and files', async () => {
    const workspace = await open();
    await putFile(join(workspace.directory, 'readme.md'), 'hello\nyou\n');
    await putFile(join(workspace.directory, 'ein pfad/ü\t".bin'), 'a\0b');
    const made = await workspace.commitAll({ message: 'Change', key });
    const to = made?.commit_sha ?? '';
    expect(await workspace.diff(workspace.base_commit, to)).toContain('+you\n');
    expect(await workspace.changes(workspace.base_commit, to)).toEqual([
      { path: 'ein pfad/ü\t".bin' },
      { path: 'readme.md', lines_added: 1, lines_deleted: 0 },
    ]);
    expect(await workspace.fileAt(workspace.base_commit, 'readme.md')).toBe('hello\n');
    expect(await workspace.fileAt(to, 'ein pfad/ü\t".bin')).toBe('a\0b');
    expect(await workspace.fileAt(to, 'absent')).toBeUndefined();
    expect(await workspace.fileAt(to, 'ein pfad')).toBeUndefined();
  });
});

describe('the set-up', () => {
  it('runs once a checkout, and what it makes is neither committed nor cleaned away', async () => {
    const ran: string[] = [];
    const run = async (command: string, directory: string): Promise<void> => {
      ran.push(command);
      await putFile(join(directory, 'vendor [1]/lib.js'), 'made');
      await putFile(join(directory, 'readme.md'), 'changed');
    };
    const first = await open();
    await first.setUp('install', run);
    const second = await open();
    await second.setUp('install', run);
    expect(ran).toEqual(['install']);
    expect(await readFile(join(second.directory, 'vendor [1]/lib.js'), 'utf8')).toBe('made');
    await putFile(join(second.directory, 'a.txt'), 'a');
    expect((await second.commitAll({ message: 'Feature', key }))?.files_changed).toEqual(['a.txt']);
    await rm(second.directory, { recursive: true });
    await (await open()).setUp('install', run);
    expect(ran).toEqual(['install', 'install']);
  });

  it('runs again after it failed', async () => {
    const workspace = await open();
    await expect(workspace.setUp('install', () => Promise.reject(new Error('no network')))).rejects.toThrow();
    let ran = false;
    await workspace.setUp('install', () => Promise.resolve((ran = true)));
    expect(ran).toBe(true);
  });
});

describe('a checkout', () => {
  it('is a directory of its own with a commit’s files, made anew each time, and can be removed', async () => {
    const workspace = await open();
    const staging = join(own.origin.root, 'staging', taskId);
    await putFile(join(staging, 'leftover'), 'x');
    const checkout = await workspace.checkout(workspace.base_commit, staging);
    expect((await readdir(staging)).sort()).toEqual(['.git', '.gitignore', 'readme.md']);
    await (await workspace.checkout(workspace.base_commit, staging)).remove();
    await checkout.remove();
    await expect(access(staging)).rejects.toThrow('ENOENT');
    expect(
      await own.origin.git(join(own.origin.data, 'mirrors/shop.git'), 'worktree', 'list', '--porcelain'),
    ).not.toContain('staging');
  });
});

describe('the end of a workspace', () => {
  it('leaves no worktree, branch, checkout, record or agent’s home, and follows no link', async () => {
    const workspace = await open();
    const precious = join(own.origin.root, 'precious');
    await putFile(join(precious, 'file'), 'x');
    await symlink(precious, join(workspace.directory, 'link'));
    await putFile(join(workspace.homes, 'implement_feature/home/.agent'), 'x');
    await workspace.checkout(workspace.base_commit, join(own.origin.root, 'staging'));
    await own.workspaces.remove(taskId);
    await own.workspaces.remove(taskId);
    expect(await readdir(join(own.origin.data, 'workspaces'))).toEqual([]);
    await expect(access(workspace.homes)).rejects.toThrow('ENOENT');
    expect(await readdir(precious)).toEqual(['file']);
    await expect(access(join(own.origin.root, 'staging'))).rejects.toThrow('ENOENT');
    expect(await own.origin.git(join(own.origin.data, 'mirrors/shop.git'), 'for-each-ref', 'refs/heads')).toBe('');
    expect(await own.workspaces.list()).toEqual([]);
  });

  it('comes to a kept one with the first sweep after its time', async () => {
    const workspace = await open();
    await open({ task: scratchTaskId(2) });
    await own.workspaces.keep(taskId, 1_000);
    await own.workspaces.keep(scratchTaskId(3), 1_000);
    expect(await own.workspaces.list()).toContainEqual({
      task_id: taskId,
      project: 'shop',
      directory: workspace.directory,
      kept_until: 1_000,
    });
    expect(await own.workspaces.sweep(999)).toEqual([]);
    expect(await own.workspaces.sweep(1_000)).toEqual([taskId]);
    expect((await own.workspaces.list()).map(({ task_id }) => task_id)).toEqual([scratchTaskId(2)]);
  });

  it('is put off when the task is opened again', async () => {
    await open();
    await own.workspaces.keep(taskId, 1_000);
    await open();
    expect(await own.workspaces.sweep(2_000)).toEqual([]);
  });
});
