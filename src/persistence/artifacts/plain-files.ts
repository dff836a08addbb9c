import { constants } from 'node:fs';
import { type FileHandle, open, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { ArtifactPathError } from './artifact-path.ts';

/** Names of the plain files below a folder, with "/" between their parts, sorted; no links, none when it is absent. */
export async function plainFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(ifAbsent([]));
  const names = await Promise.all(
    entries.map(async (entry) => {
      if (entry.isFile()) return [entry.name];
      if (!entry.isDirectory()) return [];
      return (await plainFiles(join(folder, entry.name))).map((name) => `${entry.name}/${name}`);
    }),
  );
  return names.flat().toSorted();
}

/** A plain file that is open, and its size. */
export interface PlainFile {
  readonly handle: FileHandle;
  readonly bytes: number;
}

/**
 * Opens the plain file at `parts` below `root`; undefined when there is none.
 * @throws {ArtifactPathError} when any part of the way is a symbolic link.
 */
export async function openPlainFile(root: string, parts: readonly string[]): Promise<PlainFile | undefined> {
  const realRoot = await realpath(root).catch(ifAbsent(undefined));
  if (realRoot === undefined) return undefined;
  const file = join(realRoot, ...parts);
  const real = await realpath(file).catch(ifAbsent(undefined));
  if (real === undefined) return undefined;
  if (real !== file) throw new ArtifactPathError(`${JSON.stringify(parts.join('/'))} is, or lies behind, a link.`);
  // Not following a link that takes the file's place now, and not waiting for a writer if it is a pipe.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(file, flags).catch(ifAbsent(undefined));
  if (handle === undefined) return undefined;
  const stats = await handle.stat();
  if (stats.isFile()) return { handle, bytes: stats.size };
  await handle.close();
  return undefined;
}

const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ENXIO']);

function ifAbsent<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Error && 'code' in error && ABSENT.has(String(error.code))) return value;
    throw error;
  };
}
