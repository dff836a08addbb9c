import { chmod, lstat, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { takeDataDirectory } from './own-data.ts';

let folder: string;
let told: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chimera-own-data-'));
  told = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const take = (path: string) => takeDataDirectory(join(folder, path), (message) => told.push(message));
const modeOf = async (path: string) => ((await lstat(join(folder, path))).mode & 0o7777).toString(8);

async function directory(path: string, mode: number): Promise<void> {
  await mkdir(join(folder, path), { recursive: true });
  await chmod(join(folder, path), mode);
}

it('makes a data directory that is open to nobody else, and those above it as well', async () => {
  await take('a/data');
  expect(await Promise.all(['a', 'a/data'].map(modeOf))).toEqual(['700', '700']);
  await take('a/data');
  expect(told).toEqual([]);
});

it('closes one that others could read, with all in it, and says so', async () => {
  await directory('data', 0o755);
  await writeFile(join(folder, 'data/temporal.db'), '');
  await chmod(join(folder, 'data/temporal.db'), 0o666);
  await take('data');
  expect(await Promise.all(['data', 'data/temporal.db'].map(modeOf))).toEqual(['700', '600']);
  expect(told).toEqual([expect.stringMatching(/^Other users could read .*data; .* closed to them now \(2 entries\)$/)]);
});

it('refuses one that others can write to, and changes nothing', async () => {
  await directory('data', 0o777);
  const taken = take('data');
  await expect(taken).rejects.toThrow(`CHIMERA_HOME: ${folder}/data can be written by every user of this host`);
  await expect(taken).rejects.toThrow(`\`chmod -R go-rwx ${folder}/data\``);
  expect(await modeOf('data')).toBe('777');
});

it('refuses to make one where others could put another in its place, and makes nothing', async () => {
  await directory('open', 0o777);
  const taken = take('open/a/data');
  await expect(taken).rejects.toThrow(`${folder}/open, which the data directory ${folder}/open/a/data lies in, can be`);
  await expect(taken).rejects.toThrow(`\`chmod go-w ${folder}/open\``);
  expect(await readdir(join(folder, 'open'))).toEqual([]);
});

it('looks at what is above the place that a link leads to, and above the link', async () => {
  await directory('open/data', 0o700);
  await chmod(join(folder, 'open'), 0o777);
  await symlink('open/data', join(folder, 'link'));
  await expect(take('link')).rejects.toThrow(`\`chmod go-w ${folder}/open\``);
  await directory('closed', 0o700);
  await symlink('../closed', join(folder, 'open/link'));
  await expect(take('open/link')).rejects.toThrow(`\`chmod go-w ${folder}/open\``);
});

it('takes one in a sticky directory', async () => {
  await directory('tmp', 0o1777);
  await take('tmp/data');
  expect(await modeOf('tmp/data')).toBe('700');
});
