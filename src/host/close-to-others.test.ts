import { chmod, link, lstat, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { closeToOthers } from './close-to-others.ts';
import { openDatabase } from '../persistence/database.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chimera-closed-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const modeOf = async (path: string) => ((await lstat(join(folder, path))).mode & 0o7777).toString(8);

it('leaves the owner all rights, and others none', async () => {
  await mkdir(join(folder, 'a/b'), { recursive: true });
  await writeFile(join(folder, 'a/b/program'), '');
  await chmod(join(folder, 'a/b/program'), 0o755);
  await writeFile(join(folder, 'a/text'), '');
  await chmod(join(folder, 'a/text'), 0o666);
  expect(await closeToOthers(join(folder, 'a'))).toBe(4);
  expect(await Promise.all(['a', 'a/b', 'a/b/program', 'a/text'].map(modeOf))).toEqual(['700', '700', '700', '600']);
  expect(await closeToOthers(join(folder, 'a'))).toBe(0);
});

it('follows no link, and leaves files that have another name elsewhere', async () => {
  await mkdir(join(folder, 'a'), { mode: 0o700 });
  await mkdir(join(folder, 'elsewhere'));
  await chmod(join(folder, 'elsewhere'), 0o755);
  await writeFile(join(folder, 'elsewhere/file'), '');
  await chmod(join(folder, 'elsewhere/file'), 0o644);
  await symlink('../elsewhere', join(folder, 'a/link'));
  await link(join(folder, 'elsewhere/file'), join(folder, 'a/file'));
  expect(await closeToOthers(join(folder, 'a'))).toBe(0);
  expect(await Promise.all(['elsewhere', 'elsewhere/file'].map(modeOf))).toEqual(['755', '644']);
});

it('has nothing to do with what is not there', async () => {
  expect(await closeToOthers(join(folder, 'nothing'))).toBe(0);
});

it('is done to the embedded database, whose files would be open to all', async () => {
  const directory = join(folder, 'data', 'db');
  const database = await openDatabase({ directory });
  expect(await closeToOthers(join(folder, 'data', 'db'))).toBe(0);
  await database.close();
}, 60_000);
