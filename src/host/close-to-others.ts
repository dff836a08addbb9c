import { chmod, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { OTHERS } from '../domain/own-data/judge-data-directory.ts';

const PERMISSIONS = 0o7777;

/**
 * Takes from everybody but the owner what they may do with a file or a directory and all in it; gives how many it changed.
 * Links are not followed, and a file with more names than one is left: another name of it may be somebody else's matter.
 */
export async function closeToOthers(path: string): Promise<number> {
  const stats = await lstat(path).catch(ifGone);
  if (stats === undefined || stats.isSymbolicLink()) return 0;
  const isOpen = (stats.mode & OTHERS) !== 0 && (stats.isDirectory() || stats.nlink === 1);
  if (isOpen) await chmod(path, stats.mode & PERMISSIONS & ~OTHERS).catch(ifGone);
  let changed = isOpen ? 1 : 0;
  if (!stats.isDirectory()) return changed;
  for (const entry of (await readdir(path).catch(ifGone)) ?? []) changed += await closeToOthers(join(path, entry));
  return changed;
}

/** What goes meanwhile needs no closing. */
function ifGone(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
