import { access, open, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  putFile,
  scratchOrigin,
  scratchTaskId,
  type ScratchOrigin,
} from '../../src/agents/workspace/scratch-origin.testsuite.ts';
import type { Workspaces } from '../../src/agents/workspace/workspace.ts';
import { createWorkspaces } from '../../src/agents/workspace/workspaces.ts';
import { mountSmallDisk, obstacleToSmallDisks } from '../chaos/ground/small-disk.ts';

const obstacle = await obstacleToSmallDisks();
const taskId = scratchTaskId(1);
const key = `${taskId}:CODE_IMPLEMENTATION:1`;
const DISK_MIB = 16;

let origin: ScratchOrigin;
let workspaces: Workspaces;
let unmount: () => unknown;

beforeEach(async () => {
  origin = await scratchOrigin();
  if (obstacle !== undefined) return;
  await mountSmallDisk({ push: (end) => void (unmount = end) }, origin.data, DISK_MIB);
  workspaces = createWorkspaces({ dataDirectory: origin.data });
});

afterEach(async () => {
  if (obstacle === undefined) await unmount();
  await origin.remove();
});

const begin = (task = taskId, under = key) => workspaces.open({ taskId: task, project: origin.project, key: under });

/** Writes a file of zeros until the disk has no byte left. */
async function fill(file: string): Promise<void> {
  const ballast = await open(file, 'w');
  const zeros = Buffer.alloc(4_096);
  const filling = async (): Promise<never> => {
    for (;;) await ballast.write(zeros);
  };
  await expect(filling()).rejects.toThrow('ENOSPC');
  await ballast.close();
  await expect(writeFile(join(dirname(file), 'a-byte-more'), 'x')).rejects.toThrow('ENOSPC');
}

describe.skipIf(obstacle !== undefined)('a data directory without a free byte', () => {
  it('has room again when the next attempt opens the workspace that was filled', async () => {
    const { directory } = await begin();
    await fill(join(directory, 'ballast.bin'));
    const again = await begin();
    expect((await readdir(directory)).sort()).toEqual(['.git', '.gitignore', 'readme.md']);
    await putFile(join(directory, 'a.txt'), 'a'.repeat(1 << 20));
    expect(await again.commitAll({ message: 'Work', key })).toMatchObject({ files_changed: ['a.txt'] });
  });

  it('has room again when a kept workspace that was filled is opened', async () => {
    const { directory } = await begin();
    await workspaces.keep(taskId, Number.MAX_SAFE_INTEGER);
    await fill(join(directory, 'ballast.bin'));
    await begin();
    expect(await workspaces.list()).toEqual([{ task_id: taskId, project: 'shop', directory }]);
  });

  it('has room again when a workspace is removed, whatever an agent did to the mirror', async () => {
    const { directory } = await begin();
    await writeFile(join(origin.data, 'mirrors/shop.git/config'), '[core]\n\tbare = perhaps\n');
    await fill(join(directory, 'ballast.bin'));
    await workspaces.remove(taskId);
    expect(await readdir(join(origin.data, 'workspaces'))).toEqual([]);
    await expect(begin()).resolves.toMatchObject({ directory });
  });

  it('keeps no workspace of a failed task, but its room', async () => {
    const { directory } = await begin();
    await fill(join(directory, 'ballast.bin'));
    await workspaces.keep(taskId, Number.MAX_SAFE_INTEGER);
    await expect(access(directory)).rejects.toThrow('ENOENT');
    expect(await readdir(join(origin.data, 'workspaces'))).toEqual([]);
  });

  it('loses what is past its time to a sweep', async () => {
    const other = scratchTaskId(2);
    await begin(other, `${other}:CODE_IMPLEMENTATION:1`);
    await workspaces.keep(other, 1_000);
    const { directory } = await begin();
    await fill(join(directory, 'ballast.bin'));
    expect(await workspaces.sweep(1_000)).toEqual([other]);
    expect(await readdir(join(origin.data, 'workspaces'))).not.toContain(other);
  });

  it('says so in an error that may pass, and leaves no half-written file', async () => {
    await begin();
    await fill(join(origin.data, 'ballast.bin'));
    const other = scratchTaskId(2);
    await expect(begin(other, `${other}:CODE_IMPLEMENTATION:1`)).rejects.toThrow(/ENOSPC|No space left/);
    expect((await readdir(join(origin.data, 'workspaces'))).sort()).toEqual([taskId, `${taskId}.json`]);
  });
});
