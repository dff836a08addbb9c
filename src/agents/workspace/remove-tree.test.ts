import { chmod, lstat, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeTree } from './remove-tree.ts';
import { putFile } from './scratch-origin.testsuite.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'chimera-remove-'));
});

afterEach(() => rm(root, { recursive: true }));

describe('removing a tree', () => {
  it('takes what is in it and leaves what its links name', async () => {
    await putFile(join(root, 'precious/file'), 'x');
    await putFile(join(root, 'tree/a/b'), 'x');
    await symlink(join(root, 'precious'), join(root, 'tree/link'));
    await symlink(join(root, 'precious'), join(root, 'alias'));
    await removeTree(join(root, 'tree'));
    await removeTree(join(root, 'alias'));
    await removeTree(join(root, 'never-there'));
    await expect(lstat(join(root, 'tree'))).rejects.toThrow('ENOENT');
    expect(await readFile(join(root, 'precious/file'), 'utf8')).toBe('x');
  });

  // Permissions do not bind the superuser.
  it.skipIf(process.getuid?.() === 0)('takes read-only directories too', async () => {
    await putFile(join(root, 'tree/a/b'), 'x');
    await chmod(join(root, 'tree/a'), 0o500);
    await removeTree(join(root, 'tree'));
    await expect(lstat(join(root, 'tree'))).rejects.toThrow('ENOENT');
  });
});
