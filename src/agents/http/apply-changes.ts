import { randomUUID } from 'node:crypto';
import { chmod, lstat, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TerminalAgentError } from '../../domain/failure.ts';
import { bytesOf, type FileChange } from './answered-files.ts';
import { placeBelow } from '../path-below.ts';

/**
 * Writes an answer's changes into a workspace. A file keeps its mode; a link gives way to the file, and what it named
 * stays as it is. Removing what is not there changes nothing.
 * @throws {TerminalAgentError} when a path is refused or names a folder.
 */
export async function applyChanges(workspace: string, changes: readonly FileChange[]): Promise<void> {
  for (const change of changes) {
    const place = await placeBelow(workspace, change.path);
    const there = await lstat(place).catch(() => undefined);
    if (there?.isDirectory() === true) {
      throw new TerminalAgentError(`The agent changes “${change.path}”, which is a folder.`);
    }
    if ('delete' in change) await rm(place, { force: true });
    else await replace(place, bytesOf(change), there?.isFile() === true ? there.mode : undefined);
  }
}

/** By a new file, since the old one may be known by other names elsewhere on the host. */
async function replace(place: string, bytes: Buffer, mode: number | undefined): Promise<void> {
  const fresh = join(dirname(place), `.chimera-${randomUUID()}`);
  await writeFile(fresh, bytes, { flag: 'wx' });
  if (mode !== undefined) await chmod(fresh, mode);
  await rename(fresh, place);
}
