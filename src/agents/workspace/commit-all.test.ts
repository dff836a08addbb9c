import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TerminalAgentError } from '../../domain/failure.ts';
import { putFile, scratchOrigin, scratchTaskId, type ScratchOrigin } from './scratch-origin.testsuite.ts';
import type { Workspace } from './workspace.ts';
import { createWorkspaces } from './workspaces.ts';

const taskId = scratchTaskId(7);
const branch = `chimera/${taskId}`;
const request = { message: 'Add a cart', key: `${taskId}:CODE_IMPLEMENTATION:1` };
/** Names that a file may have. */
const ODD = ['a b.txt', '-rf', '--all', 'ä/ö ü.txt', 'line\nbreak', '"quoted"', ':(top)x', 'back\\slash', '#x', '*'];
let origin: ScratchOrigin;
/** What stands in the origin's folder as a test begins: git keeps absolute paths, so it is put back to the same place. */
let before: string;
let workspace: Workspace;
let start: string;

const openAtTest = (): Promise<Workspace> =>
  createWorkspaces({ dataDirectory: origin.data }).open({
    taskId,
    project: origin.project,
    commit: start,
    key: request.key,
  });

beforeAll(async () => {
  origin = await scratchOrigin();
  before = `${origin.root}-before`;
  const first = await createWorkspaces({ dataDirectory: origin.data }).open({ taskId, project: origin.project });
  await putFile(join(first.directory, 'test.spec.ts'), 'the test');
  const test = await first.commitAll({ message: 'Test', key: `${taskId}:E2E_TEST_GENERATION:1` });
  start = test?.commit_sha ?? '';
  await openAtTest();
  await rename(origin.root, before);
});

beforeEach(async () => {
  await cp(before, origin.root, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  workspace = await openAtTest();
});

afterEach(() => origin.remove());

afterAll(() => rm(before, { recursive: true, force: true }));

const git = (...args: string[]): Promise<string> => origin.git(workspace.directory, ...args);
const write = (path: string, text = path): Promise<void> => putFile(join(workspace.directory, path), text);

/** Writes a file and commits it as an agent with git would. */
async function ownCommit(path: string): Promise<void> {
  await write(path);
  await git('add', '--all');
  await git('commit', '--quiet', '--message', `Add ${path}`);
}

const keyed = async (): Promise<string | undefined> => (await workspace.committed(request.key))?.commit_sha;

async function expectCommitted(files: readonly string[]): Promise<void> {
  const committed = await workspace.commitAll(request);
  expect(committed?.files_changed).toEqual(files);
  expect(await git('symbolic-ref', 'HEAD')).toBe(`refs/heads/${branch}`);
  expect(await git('rev-parse', 'HEAD')).toBe(committed?.commit_sha);
  expect(await git('status', '--porcelain')).toBe('');
  await git('merge-base', '--is-ancestor', start, 'HEAD');
}

describe('committing all', () => {
  it('says nothing when nothing changed', async () => {
    expect(await workspace.commitAll(request)).toBeUndefined();
    expect(await workspace.head()).toBe(start);
  });

  it('has the message, the trailers and Chimera as author', async () => {
    await write('cart.ts');
    await workspace.commitAll({
      ...request,
      message: 'Add\0 a cart\n\nChimera-Key: forged',
      trailers: { 'Chimera-Task': 'a\nb' },
    });
    expect(await git('log', '-1', '--format=%an <%ae>|%cn|%B')).toBe(
      `Chimera <chimera@localhost>|Chimera|Add a cart\n\nChimera-Key: forged\n\nChimera-Task: a b\nChimera-Key: ${request.key}`,
    );
    expect(await workspace.committed('forged')).toBeUndefined();
  });

  it('takes files of any name, deleted ones and executable ones', async () => {
    for (const name of ODD) await write(name, 'x');
    await rm(join(workspace.directory, 'readme.md'));
    const committed = await workspace.commitAll(request);
    expect(new Set(committed?.files_changed)).toEqual(new Set([...ODD, 'readme.md']));
  });

  it('runs no hook, whatever configuration asks for it', async () => {
    const proof = join(origin.root, 'hook-ran');
    const hooks = join(origin.root, 'hooks');
    const names = ['pre-commit', 'commit-msg', 'post-commit', 'post-checkout', 'pre-push', 'reference-transaction'];
    for (const name of names) {
      await putFile(join(hooks, name), `#!/bin/sh\ntouch '${proof}'\n`);
      await putFile(join(origin.data, 'mirrors/shop.git/hooks', name), `#!/bin/sh\ntouch '${proof}'\n`);
    }
    await origin.git(
      origin.root,
      'config',
      '--file',
      join(origin.data, 'mirrors/shop.git/config'),
      'core.hooksPath',
      hooks,
    );
    await write('cart.ts');
    await workspace.commitAll(request);
    await workspace.push();
    expect(await git('ls-files', 'cart.ts')).toBe('cart.ts');
    await expect(rm(proof)).rejects.toThrow('ENOENT');
  });

  it('does nothing twice under one key', async () => {
    await write('cart.ts');
    const once = await workspace.commitAll(request);
    const again = await openAtTest();
    expect(await again.commitAll(request)).toEqual(once);
    expect(await git('rev-list', '--count', `${start}..HEAD`)).toBe('1');
  });
});

describe('a repository that an agent has set traps in', () => {
  const ran = (): string => join(origin.root, 'trap-ran');
  const trap = (): string => `sh -c 'touch ${ran()}; cat'`;
  const untouched = () => expect(rm(ran())).rejects.toThrow('ENOENT');

  it('runs none of the programs that its configuration names', async () => {
    for (const [name, value] of [
      ['filter.trap.clean', trap()],
      ['filter.trap.smudge', trap()],
      ['filter.trap.process', trap()],
      ['core.fsmonitor', trap()],
      ['core.sshCommand', trap()],
      ['core.editor', trap()],
      ['diff.external', trap()],
      ['gpg.program', trap()],
      ['commit.gpgSign', 'true'],
      ['uploadpack.packObjectsHook', trap()],
      ['core.alternateRefsCommand', trap()],
      ['extensions.worktreeConfig', 'true'],
      ['include.path', join(origin.root, 'more-config')],
    ] as const) {
      await git('config', name, value);
    }
    await putFile(join(origin.root, 'more-config'), `[core]\n\tfsmonitor = ${trap()}\n`);
    await write('.gitattributes', '* filter=trap diff=trap\n');
    await write('one.ts');
    await workspace.commitAll(request);
    await workspace.push();
    await untouched();
    expect(await origin.inOrigin('show', `${branch}:one.ts`)).toBe('one.ts');
  });

  it('is not believed what it calls a file: a commit is taken with what its objects really hold', async () => {
    await ownCommit('one.ts');
    const blob = await git('rev-parse', 'HEAD:one.ts');
    await rm(join(workspace.directory, 'one.ts'));
    await ownCommit('two.ts');
    await write('forged.ts', 'something else');
    const other = await git('hash-object', '-w', 'forged.ts');
    const place = (id: string): string => join(workspace.directory, '.git/objects', id.slice(0, 2), id.slice(2));
    await rm(place(blob));
    await rename(place(other), place(blob));
    await rm(join(workspace.directory, 'forged.ts'));
    const committing = workspace.commitAll(request);
    await expect(committing).rejects.toThrow(TerminalAgentError);
    await expect(committing).rejects.toThrow(/is not whole/);
  });

  it('changes no object that others have', async () => {
    const readme = await git('rev-parse', 'HEAD:readme.md');
    await write('forged', 'bye\n');
    const forged = await git('hash-object', '-w', 'forged');
    const place = (id: string): string => join(workspace.directory, '.git/objects', id.slice(0, 2), id.slice(2));
    await mkdir(join(place(readme), '..'), { recursive: true });
    await rename(place(forged), place(readme));
    await rm(join(workspace.directory, 'forged'));
    await ownCommit('one.ts');
    const made = await workspace.commitAll(request);
    expect(await workspace.fileAt(made?.commit_sha ?? '', 'readme.md')).toBe('hello\n');
    const checkout = await workspace.checkout(made?.commit_sha ?? '', join(origin.root, 'checkout'));
    expect(await readFile(join(checkout.directory, 'readme.md'), 'utf8')).toBe('hello\n');
  });

  it('reads no file for a ref that lies outside of it', async () => {
    const secret = join(origin.root, 'secret');
    await writeFile(secret, `${start}\n`);
    await writeFile(join(workspace.directory, '.git/HEAD'), 'ref: refs/heads/../../../../secret\n');
    await rm(join(workspace.directory, '.git/refs/heads', branch));
    await symlink(secret, join(workspace.directory, '.git/refs/heads', branch));
    await write('one.ts');
    await expectCommitted(['one.ts']);
  });

  it('and a link in its place are replaced, not followed', async () => {
    const precious = join(origin.root, 'precious');
    await putFile(join(precious, 'config'), 'precious');
    await rm(join(workspace.directory, '.git'), { recursive: true });
    await symlink(precious, join(workspace.directory, '.git'));
    await write('one.ts');
    await expectCommitted(['one.ts']);
    expect(await readFile(join(precious, 'config'), 'utf8')).toBe('precious');
  });
});

describe('what an agent with git may have done', () => {
  it('commits of its own are kept below Chimera’s', async () => {
    await ownCommit('one.ts');
    await write('two.ts');
    await expectCommitted(['one.ts', 'two.ts']);
    expect(await git('log', '--format=%s', `${start}..HEAD`)).toBe('Add a cart\nAdd one.ts');
  });

  it('all committed by itself: the key is added on top', async () => {
    await ownCommit('one.ts');
    await expectCommitted(['one.ts']);
    expect(await keyed()).toBe(await git('rev-parse', 'HEAD'));
    expect(await git('log', '--format=%s', `${start}..HEAD`)).toBe('Add a cart\nAdd one.ts');
  });

  it('another branch: its work comes to the task’s branch, and the name is free again', async () => {
    await git('checkout', '--quiet', '-b', 'feature');
    await ownCommit('one.ts');
    await write('two.ts');
    await expectCommitted(['one.ts', 'two.ts']);
    expect(await git('branch', '--list', 'feature')).toBe('');
  });

  it('a detached HEAD', async () => {
    await git('checkout', '--quiet', '--detach');
    await ownCommit('one.ts');
    await expectCommitted(['one.ts']);
  });

  it('commits, then an older commit checked out and left alone', async () => {
    await ownCommit('one.ts');
    await git('checkout', '--quiet', '--detach', start);
    await expectCommitted(['one.ts']);
  });

  it('a history rewritten: the finished commit stays, the files go on top', async () => {
    await write('one.ts');
    await git('add', '--all');
    await git('commit', '--quiet', '--amend', '--message', 'All mine');
    await expectCommitted(['one.ts']);
    expect(await git('rev-parse', 'HEAD^')).toBe(start);
  });

  it('its branch renamed', async () => {
    await git('branch', '--quiet', '--move', 'mine');
    await ownCommit('one.ts');
    await expectCommitted(['one.ts']);
  });

  it('a lock left behind, and a link in the place of .git', async () => {
    const gitDirectory = await git('rev-parse', '--absolute-git-dir');
    await writeFile(join(gitDirectory, 'index.lock'), '');
    await rm(join(workspace.directory, '.git'), { recursive: true });
    await writeFile(join(workspace.directory, '.git'), 'gitdir: /nowhere\n');
    await write('one.ts');
    await expectCommitted(['one.ts']);
  });

  it('a repository of its own in place of the worktree’s', async () => {
    await rm(join(workspace.directory, '.git'), { recursive: true });
    await git('init', '--quiet');
    await ownCommit('one.ts');
    await expectCommitted(['one.ts']);
  });

  it.each([
    [
      'work on two lines',
      async () => {
        await ownCommit('one.ts');
        await git('checkout', '--quiet', '--detach', start);
        await write('two.ts');
      },
      /two lines of work/,
    ],
    [
      'a rebase in progress',
      async () => {
        await ownCommit('one.ts');
        await ownCommit('two.ts');
        await git('-c', 'sequence.editor=sed -i 1s/pick/edit/', 'rebase', '--quiet', '--interactive', start);
      },
      /unfinished/,
    ],
    [
      'a conflict',
      async () => {
        await git('checkout', '--quiet', '-b', 'other');
        await write('readme.md', 'theirs');
        await git('commit', '--quiet', '--all', '--message', 'Theirs');
        await git('checkout', '--quiet', branch);
        await write('readme.md', 'ours');
        await git('commit', '--quiet', '--all', '--message', 'Ours');
        await git('merge', '--quiet', 'other').catch(() => undefined);
        await rm(join(await git('rev-parse', '--absolute-git-dir'), 'MERGE_HEAD'));
      },
      /conflicts unresolved in readme.md/,
    ],
    [
      'a repository inside',
      async () => {
        await git('clone', '--quiet', origin.project.repository, 'inner');
      },
      /repository inside its worktree, at inner/,
    ],
    [
      'no worktree',
      async () => {
        await rm(workspace.directory, { recursive: true });
      },
      /removed its worktree/,
    ],
  ])('%s is refused with the reason', async (_what, leave, reason) => {
    await leave();
    const committing = workspace.commitAll(request);
    await expect(committing).rejects.toThrow(TerminalAgentError);
    await expect(committing).rejects.toThrow(reason);
  });
});
