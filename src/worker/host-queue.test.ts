import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostTaskQueue } from './host-queue.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'chimera-host-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('the task queue of a host', () => {
  it('is the same for every worker on a data directory, even if many start at once', async () => {
    const queues = await Promise.all(Array.from({ length: 20 }, () => hostTaskQueue(join(directory, 'data'))));
    expect(new Set(queues).size).toBe(1);
    expect(queues[0]).toMatch(/^chimera-host-[0-9a-f]{12}$/);
    expect(await readdir(join(directory, 'data'))).toEqual(['host-id']);
  });

  it('is kept over a restart', async () => {
    await writeFile(join(directory, 'host-id'), '00112233aabb\n');
    expect(await hostTaskQueue(directory)).toBe('chimera-host-00112233aabb');
  });

  it('differs from that of another data directory', async () => {
    expect(await hostTaskQueue(join(directory, 'a'))).not.toBe(await hostTaskQueue(join(directory, 'b')));
  });

  it('is refused where the data directory is a file', async () => {
    await writeFile(join(directory, 'file'), '');
    await expect(hostTaskQueue(join(directory, 'file'))).rejects.toThrow('EEXIST');
  });
});
