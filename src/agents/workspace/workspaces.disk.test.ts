import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scratchOrigin, scratchTaskId, type ScratchOrigin } from './scratch-origin.testsuite.ts';
import { createWorkspaces } from './workspaces.ts';

const taskId = scratchTaskId(1);
let origin: ScratchOrigin;

beforeEach(async () => {
  origin = await scratchOrigin();
});

afterEach(async () => {
  await origin.remove();
});

/** Workspaces on a disk that does not take the note that one is to be kept. */
const onFaultyDisk = (code: string) =>
  createWorkspaces({
    dataDirectory: origin.data,
    noteKept: () => Promise.reject(Object.assign(new Error(`${code}: write`), { code })),
  });

describe('a workspace that is to be kept', () => {
  it.each(['ENOSPC', 'EDQUOT'])('gives way when that cannot be noted for want of room (%s)', async (fault) => {
    const workspaces = onFaultyDisk(fault);
    await workspaces.open({ taskId, project: origin.project });
    await workspaces.keep(taskId, 1_000);
    expect(await readdir(join(origin.data, 'workspaces'))).toEqual([]);
  });

  it('stays when that cannot be noted for another reason', async () => {
    const workspaces = onFaultyDisk('EIO');
    await workspaces.open({ taskId, project: origin.project });
    await expect(workspaces.keep(taskId, 1_000)).rejects.toThrow('EIO');
    expect(await readdir(join(origin.data, 'workspaces'))).toContain(taskId);
  });
});
