import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TerminalAgentError } from '../../domain/failure.ts';
import { putFile, scratchOrigin, scratchTaskId, type ScratchOrigin } from './scratch-origin.testsuite.ts';
import type { Workspace } from './workspace.ts';
import { createWorkspaces } from './workspaces.ts';

const taskId = scratchTaskId(7);
const branch = `chimera/${taskId}`;
const request = { message: 'Add a cart', key: `${taskId}:CODE_IMPLEMENTATION:1` };
let origin: ScratchOrigin;
let workspace: Workspace;
let start: string;

beforeEach(async () => {
  origin = await scratchOrigin();
  const workspaces = createWorkspaces({ dataDirectory: origin.data });
  const first = await workspaces.open({ taskId, project: origin.project });
  await putFile(join(first.directory, 'test.spec.ts'), 'the test');
  const test = await first.commitAll({ message: 'Test', key: `${taskId}:E2E_TEST_GENERATION:1` });
  start = test?.commit_sha ?? '';
  workspace = await workspaces.open({ taskId, project: origin.project, commit: start, key: request.key });
});

afterEach(() => origin.remove());

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
    const names = [
      'a b.txt',
      '-rf',
      '--all',
      'ä/ö ü.txt',
      'line\nbreak',
      '"quoted"',
      ':(top)x',
      'back\\slash',
      '#x',
      '*',
    ];
    for (const name of names) await write(name, 'x');
    await rm(join(workspace.directory, 'readme.md'));
    const committed = await workspace.commitAll(request);
    expect(new Set(committed?.files_changed)).toEqual(new Set([...names, 'readme.md']));
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
    const again = await createWorkspaces({ dataDirectory: origin.data }).open({
      taskId,
      project: origin.project,
      commit: start,
      key: request.key,
    });
    expect(await again.commitAll(request)).toEqual(once);
    expect(await git('rev-list', '--count', `${start}..HEAD`)).toBe('1');
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

  it('the .git file broken, and a lock left behind', async () => {
    const gitDirectory = await git('rev-parse', '--git-dir');
    await writeFile(join(gitDirectory, 'index.lock'), '');
    await writeFile(join(workspace.directory, '.git'), 'gitdir: /nowhere\n');
    await write('one.ts');
    await expectCommitted(['one.ts']);
  });

  it('a repository of its own in place of the worktree’s', async () => {
    await rm(join(workspace.directory, '.git'));
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
        await rm(join(await git('rev-parse', '--git-dir'), 'MERGE_HEAD'));
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
