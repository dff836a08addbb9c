import { chmod, copyFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { localRepository } from './local-repository.ts';

const ALL = 0o666;

/**
 * Gives a repository on this host files of its own in place of the mirror's: git-lfs links them there where it can, and those
 * of the mirror nobody else can read. `umask` says how open they become.
 */
export async function openLargeFiles(mirror: string, repository: string, umask: string): Promise<void> {
  const path = localRepository(repository);
  if (path === undefined) return;
  const objects = join(mirror, 'lfs', 'objects');
  const mode = ALL & ~Number.parseInt(umask, 8);
  for (const entry of await readdir(objects, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const own = join(entry.parentPath, entry.name);
    for (const place of [join(path, '.git', 'lfs', 'objects'), join(path, 'lfs', 'objects')]) {
      await unlinked(own, join(place, own.slice(objects.length)), mode);
    }
  }
}

async function unlinked(own: string, there: string, mode: number): Promise<void> {
  const [mine, its] = await Promise.all([stat(own), stat(there).catch(() => undefined)]);
  if (its?.ino !== mine.ino || its.dev !== mine.dev) return;
  const draft = `${there}.${process.pid}`;
  try {
    await copyFile(own, draft);
    await chmod(draft, mode);
    await rename(draft, there);
  } finally {
    await rm(draft, { force: true });
  }
}
