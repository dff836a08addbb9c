import { mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ConfigError } from '../config/config-error.ts';
import { judgeDataDirectory, OTHERS, type DirectoryPlace } from '../domain/own-data/judge-data-directory.ts';
import { loneGroups } from '../domain/own-data/lone-groups.ts';
import { closeToOthers } from './close-to-others.ts';

/** Has all that this process and its programs make from now on be open to its user alone. Called once, as it begins. */
export function keepToOneself(): void {
  process.umask(OTHERS);
}

/**
 * Makes the data directory, or takes the one that is there: open to nobody else, and nobody else can put another in its place.
 * One that others could only read is closed, and `tell` hears of it.
 * @throws {ConfigError} naming the directory that others can write to and the command that puts it right.
 */
export async function takeDataDirectory(directory: string, tell: (message: string) => void): Promise<void> {
  const above = await placesAbove(directory);
  await refuse(directory, undefined, above);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const own = await placeAt(directory);
  await refuse(directory, own, await placesAbove(directory));
  if (own === undefined || (own.mode & OTHERS) === 0) return;
  const changed = await closeToOthers(await realpath(directory));
  tell(
    `Other users could read the data directory ${directory}; it and what is in it is closed to them now (${changed} entries)`,
  );
}

async function refuse(
  directory: string,
  own: DirectoryPlace | undefined,
  above: readonly DirectoryPlace[],
): Promise<void> {
  const uid = process.getuid?.();
  // Windows has other rights.
  if (uid === undefined) return;
  const [passwd, group] = await Promise.all(['/etc/passwd', '/etc/group'].map(textOf));
  const isAlone = loneGroups(uid, passwd ?? '', group ?? '');
  const programOwner = (await stat(new URL('../../package.json', import.meta.url))).uid;
  const refusal = judgeDataDirectory(own, above, { uid, programOwner, isAlone });
  if (refusal === undefined) return;
  const which = refusal.path === own?.path ? '' : `, which the data directory ${directory} lies in,`;
  const message =
    `${refusal.path}${which} ${refusal.why}, who could change what Chimera keeps and believes. Put it right with ` +
    `\`${refusal.command}\`, or choose another directory.`;
  throw new ConfigError('The environment', [{ path: 'CHIMERA_HOME', message }]);
}

/** The directories above one, by its name and by where links lead to, from the root on; those that are there. */
async function placesAbove(directory: string): Promise<readonly DirectoryPlace[]> {
  const path = resolve(directory);
  const real = await realpath(path).catch(() => undefined);
  const paths = new Set([...ancestors(path), ...(real === undefined ? [] : ancestors(real))]);
  const places = await Promise.all([...paths].map(placeAt));
  return places.filter((place) => place !== undefined);
}

function ancestors(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [] : [...ancestors(above), above];
}

async function placeAt(path: string): Promise<DirectoryPlace | undefined> {
  const stats = await stat(path).catch(() => undefined);
  return stats === undefined ? undefined : { path, uid: stats.uid, gid: stats.gid, mode: stats.mode };
}

const textOf = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');
