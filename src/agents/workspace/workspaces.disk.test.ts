import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { scratchOrigin, scratchTaskId, type ScratchOrigin } from './scratch-origin.testsuite.ts';
import { createWorkspaces } from './workspaces.ts';

const disk = vi.hoisted(() => ({ fault: undefined as string | undefined }));
vi.mock(import('./replace-file.ts'), async (original) => {
  const { replaceFile } = await original();
  return {
    replaceFile: async (path: string, text: string) => {
      if (disk.fault !== undefined) throw Object.assign(new Error(`${disk.fault}: write`), { code: disk.fault });
      await replaceFile(path, text);
    },
  };
});

const taskId = scratchTaskId(1);
let origin: ScratchOrigin;

beforeEach(async () => {
  origin = await scratchOrigin();
});

afterEach(async () => {
  disk.fault = undefined;
  await origin.remove();
});

describe('a workspace that is to be kept', () => {
  it.each(['ENOSPC', 'EDQUOT'])('gives way when that cannot be noted for want of room (%s)', async (fault) => {
    const workspaces = createWorkspaces({ dataDirectory: origin.data });
    await workspaces.open({ taskId, project: origin.project });
    disk.fault = fault;
    await workspaces.keep(taskId, 1_000);
    expect(await readdir(join(origin.data, 'workspaces'))).toEqual([]);
  });

  it('stays when that cannot be noted for another reason', async () => {
    const workspaces = createWorkspaces({ dataDirectory: origin.data });
    await workspaces.open({ taskId, project: origin.project });
    disk.fault = 'EIO';
    await expect(workspaces.keep(taskId, 1_000)).rejects.toThrow('EIO');
    expect(await readdir(join(origin.data, 'workspaces'))).toContain(taskId);
  });
});
