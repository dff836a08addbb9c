import { access, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { putFile, scratchOrigin, scratchTaskId, type ScratchOrigin } from './scratch-origin.testsuite.ts';
import type { Workspaces } from './workspace.ts';
import { createWorkspaces } from './workspaces.ts';

const taskId = scratchTaskId(1);
const key = `${taskId}:E2E_TEST_GENERATION:1`;
let origin: ScratchOrigin;
let workspaces: Workspaces;

afterEach(() => origin.remove());

describe('a test', () => {
  const path = 'tests/e2e/cart.spec.ts';
  const source = 'first line\r\nsecond line\n';

  async function committed(files: Readonly<Record<string, string>>) {
    origin = await scratchOrigin(files);
    workspaces = createWorkspaces({ dataDirectory: origin.data });
    const workspace = await workspaces.open({ taskId, project: origin.project });
    await putFile(join(workspace.directory, path), source);
    const made = await workspace.commitAll({ message: 'Test', key, files: [path] });
    const commit = made?.commit_sha ?? '';
    return { workspace, commit, blob: (await workspace.blobAt(commit, path)) ?? 'none' };
  }

  it('is committed whatever the project ignores or converts, to the byte', async () => {
    const { workspace, commit } = await committed({ '.gitignore': 'tests/\n', '.gitattributes': '* text eol=crlf\n' });
    expect(await workspace.fileAt(commit, path)).toBe(source);
    expect(await workspace.changes(workspace.base_commit, commit)).toHaveLength(1);
  });

  it('is not committed when it is no file', async () => {
    const { workspace } = await committed({ 'readme.md': 'hello' });
    await symlink('/etc/passwd', join(workspace.directory, 'link.spec.ts'));
    const committing = workspace.commitAll({ message: 'Test', key, files: ['link.spec.ts'] });
    await expect(committing).rejects.toThrow('link.spec.ts is no file in the worktree');
  });

  it('stands in a checkout for its proof as git has it, without what others changed', async () => {
    const { workspace, commit, blob } = await committed({ 'readme.md': 'hello', '.gitattributes': '* text eol=lf\n' });
    await putFile(join(workspace.directory, path), 'gutted');
    await putFile(join(workspace.directory, 'playwright.config.ts'), 'a trap');
    await workspace.commitAll({ message: 'Feature', key: `${key}1` });
    const proof = await workspace.checkoutForProof(commit, { path, blob });
    expect(await readFile(join(proof.directory, path), 'utf8')).toBe(source);
    expect((await readdir(proof.directory)).sort()).toEqual(['.git', '.gitattributes', 'readme.md', 'tests']);
    expect(await proof.isIntact()).toBe(true);
    await writeFile(join(proof.directory, path), 'gutted');
    expect(await proof.isIntact()).toBe(false);
    await rm(join(proof.directory, path));
    await symlink(join(workspace.directory, path), join(proof.directory, path));
    expect(await proof.isIntact()).toBe(false);
    await workspaces.remove(taskId);
    await expect(access(join(origin.data, 'proofs', taskId))).rejects.toThrow('ENOENT');
  });

  it('is not put where a link of the project leads out of it', async () => {
    const { workspace, commit, blob } = await committed({ 'readme.md': 'hello' });
    await rm(join(workspace.directory, 'tests'), { recursive: true });
    await symlink(origin.root, join(workspace.directory, 'tests'));
    const linked = await workspace.commitAll({ message: 'Link', key: `${key}1` });
    const placed = workspace.checkoutForProof(linked?.commit_sha ?? commit, { path, blob });
    await expect(placed).rejects.toThrow('leads through a file or a link');
    await expect(access(join(origin.root, 'e2e'))).rejects.toThrow('ENOENT');
  });
});
