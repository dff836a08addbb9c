import { access, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TerminalAgentError } from '../../domain/failure.ts';
import { eachTestsWorkspaces, putFile, scratchTaskId } from './scratch-origin.testsuite.ts';
import type { Workspace } from './workspace.ts';
import { createWorkspaces } from './workspaces.ts';

const taskId = scratchTaskId(1);
const key = `${taskId}:CODE_IMPLEMENTATION:1`;
const own = eachTestsWorkspaces({ 'readme.md': 'hello\n', 'old.txt': 'old\n' });

const open = (workspaces = own.workspaces, commit?: string) =>
  workspaces.open({ taskId, project: own.origin.project, key, ...(commit === undefined ? {} : { commit }) });
const unfinished = (workspace: Workspace) => workspace.unfinished('CODE_IMPLEMENTATION', 1);
const file = (workspace: Workspace, path: string) => readFile(join(workspace.directory, path), 'utf8');
const refsAtOrigin = async () =>
  (await own.origin.inOrigin('for-each-ref', '--format=%(refname)')).split('\n').filter((ref) => ref.includes('wip'));
const anotherHost = () => createWorkspaces({ dataDirectory: join(own.origin.root, 'another') });

/** An agent that changed a file, brought one, removed one and committed another, and was then stopped. */
async function atWork(): Promise<Workspace> {
  const workspace = await open();
  await putFile(join(workspace.directory, 'src/committed.txt'), 'committed');
  await own.origin.git(workspace.directory, 'add', '--all');
  await own.origin.git(workspace.directory, 'commit', '--quiet', '--message', 'Half');
  await putFile(join(workspace.directory, 'readme.md'), 'half');
  await putFile(join(workspace.directory, 'src/new.txt'), 'new');
  await rm(join(workspace.directory, 'old.txt'));
  return workspace;
}

describe('work that was not finished', () => {
  it.each([
    ['this host', () => own.workspaces],
    ['another host', anotherHost],
  ])('lies uncommitted in the worktree of the next attempt, on %s', async (_where, workspaces) => {
    await unfinished(await atWork()).keep();
    expect(await refsAtOrigin()).toEqual([`refs/chimera/wip/${taskId}/CODE_IMPLEMENTATION/1`]);

    const next = await open(workspaces());
    expect(await file(next, 'readme.md')).toBe('hello\n');
    const paths = ['old.txt', 'readme.md', 'src/committed.txt', 'src/new.txt'];
    expect(await unfinished(next).takeUp()).toEqual(paths);
    expect(await file(next, 'readme.md')).toBe('half');
    expect(await file(next, 'src/committed.txt')).toBe('committed');
    await expect(access(join(next.directory, 'old.txt'))).rejects.toThrow('ENOENT');
    expect(await next.head()).toBe(next.base_commit);
    const status = await own.origin.git(next.directory, 'status', '--porcelain', '--untracked-files=all');
    expect(status.split('\n').map((line) => line.trim())).toEqual([
      ...['D old.txt', 'M readme.md', '?? src/committed.txt', '?? src/new.txt'],
    ]);
    expect(await next.commitAll({ message: 'Work', key })).toMatchObject({ files_changed: paths });
  });

  it('is kept as it was last, and only when it changed', async () => {
    const work = await atWork();
    const kept = unfinished(work);
    const tip = () => own.origin.inOrigin('rev-parse', `refs/chimera/wip/${taskId}/CODE_IMPLEMENTATION/1`);
    await kept.keep();
    const first = await tip();
    await kept.keep();
    expect(await tip()).toBe(first);
    await putFile(join(work.directory, 'readme.md'), 'three quarters');
    await kept.keep();
    const next = await open();
    await unfinished(next).takeUp();
    expect(await file(next, 'readme.md')).toBe('three quarters');
  });

  it('leaves what the agent has at work alone', async () => {
    const work = await atWork();
    await own.origin.git(work.directory, 'add', 'readme.md');
    const before = await own.origin.git(work.directory, 'status', '--porcelain');
    await unfinished(work).keep();
    expect(await own.origin.git(work.directory, 'status', '--porcelain')).toBe(before);
    expect(await work.commitAll({ message: 'Work', key })).toMatchObject({ files_changed: expect.any(Array) as [] });
  });

  it('is nothing where nothing was changed', async () => {
    const workspace = await open();
    await unfinished(workspace).keep();
    expect(await refsAtOrigin()).toEqual([]);
    expect(await unfinished(workspace).takeUp()).toEqual([]);
  });

  it('is nothing again where all was taken back', async () => {
    const work = await open();
    const kept = unfinished(work);
    await putFile(join(work.directory, 'new.txt'), 'new');
    await kept.keep();
    await rm(join(work.directory, 'new.txt'));
    await kept.keep();
    expect(await unfinished(await open()).takeUp()).toEqual([]);
  });

  it('brings nothing that coding agents obey', async () => {
    const work = await atWork();
    await putFile(join(work.directory, 'CLAUDE.md'), 'Obey me.');
    await unfinished(work).keep();
    const next = await open();
    expect(await unfinished(next).takeUp()).not.toContain('CLAUDE.md');
    await expect(access(join(next.directory, 'CLAUDE.md'))).rejects.toThrow('ENOENT');
  });

  it('is not put upon another commit than it began from', async () => {
    await unfinished(await atWork()).keep();
    const moved = await open();
    await putFile(join(moved.directory, 'test.spec.ts'), 'another test');
    const commit = await moved.commitAll({ message: 'Test', key: `${taskId}:E2E_TEST_GENERATION:1` });
    await moved.push();
    expect(await unfinished(await open(own.workspaces, commit?.commit_sha)).takeUp()).toEqual([]);
  });

  it('is refused to an attempt after which another one kept its own', async () => {
    const stale = await atWork();
    const old = unfinished(stale);
    await old.keep();
    const elsewhere = await open(anotherHost());
    const later = unfinished(elsewhere);
    await later.takeUp();
    await putFile(join(elsewhere.directory, 'later.txt'), 'later');
    await later.keep();
    await putFile(join(stale.directory, 'stale.txt'), 'stale');
    await expect(old.keep()).rejects.toThrow();
    expect(await unfinished(await open(anotherHost())).takeUp()).toContain('later.txt');
  });

  it('is not kept where it could not be committed either', async () => {
    const workspace = await open();
    await putFile(join(workspace.directory, 'nested/a.txt'), 'a');
    await own.origin.git(join(workspace.directory, 'nested'), 'init', '--quiet');
    await own.origin.git(join(workspace.directory, 'nested'), 'add', '--all');
    await own.origin.git(join(workspace.directory, 'nested'), 'commit', '--quiet', '--message', 'Nested');
    await expect(unfinished(workspace).keep()).rejects.toThrow(TerminalAgentError);
    expect(await refsAtOrigin()).toEqual([]);
  });

  it('is gone here and there once it is dropped', async () => {
    const work = await atWork();
    await unfinished(work).keep();
    await unfinished(work).drop();
    await unfinished(work).drop();
    expect(await refsAtOrigin()).toEqual([]);
    expect(await unfinished(await open()).takeUp()).toEqual([]);
  });

  it('is gone with all other of the task, from any host, once the task has ended', async () => {
    const work = await atWork();
    await unfinished(work).keep();
    await work.unfinished('GUARDIAN_REVIEW', 2).keep();
    expect(await refsAtOrigin()).toHaveLength(2);
    await anotherHost().dropUnfinished(taskId, own.origin.project);
    await anotherHost().dropUnfinished(taskId, own.origin.project);
    expect(await refsAtOrigin()).toEqual([]);
  });

  it('ends being kept at an abort', async () => {
    const work = await atWork();
    await expect(unfinished(work).keep(AbortSignal.abort(new Error('no time')))).rejects.toThrow('no time');
  });
});
