import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DirectoryInUseError, lockDirectory } from './directory-lock.ts';

describe('lockDirectory', () => {
  let folder: string;
  let directory: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chimera-lock-'));
    directory = join(folder, 'db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('holds a directory until it is given back', async () => {
    const unlock = await lockDirectory(directory);
    await expect(lockDirectory(directory)).rejects.toThrow(DirectoryInUseError);
    await unlock();
    await unlock();
    expect(await readdir(folder)).toEqual([]);
    await (
      await lockDirectory(directory)
    )();
  });

  it('names the living process that has it, and is free as soon as that is gone', async () => {
    const module = new URL('./directory-lock.ts', import.meta.url).href;
    const script = `
      import { lockDirectory } from ${JSON.stringify(module)};
      await lockDirectory(${JSON.stringify(directory)});
      console.log('held');
      setInterval(() => {}, 1000);
    `;
    const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const gone = once(other, 'exit');
    try {
      await once(other.stdout, 'data');
      await expect(lockDirectory(directory)).rejects.toThrow(`is open in process ${String(other.pid)}`);
    } finally {
      other.kill('SIGKILL');
      await gone;
    }
    await (
      await lockDirectory(directory)
    )();
  });

  it.each(['', 'no number', '1', String(process.pid)])(
    'takes over a file that says %j and nobody holds',
    async (content) => {
      await writeFile(`${directory}.lock`, content);
      const unlock = await lockDirectory(directory);
      expect(await readFile(`${directory}.lock`, 'utf8')).toBe(String(process.pid));
      await unlock();
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it('does not hold a directory that it cannot lock', async () => {
    const nowhere = join(folder, 'none', 'db');
    await expect(lockDirectory(nowhere)).rejects.toThrow('ENOENT');
    await expect(lockDirectory(nowhere)).rejects.toThrow('ENOENT');
  });
});
