import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stat } from 'node:fs/promises';
import { OTHERS } from '../../domain/own-data/judge-data-directory.ts';

/** Where a project's repository lies on this host, by its path or as a `file://` URL; undefined for one elsewhere. */
export function localRepository(repository: string): string | undefined {
  const path = repository.startsWith('file://') ? fileURLToPath(repository) : repository;
  return isAbsolute(path) ? path : undefined;
}

/**
 * The umask, in octal, under which what a push leaves in a repository on this host is as open as the repository is; undefined
 * for one elsewhere. Chimera's own would shut out whoever else reads it.
 */
export async function originUmask(repository: string): Promise<string | undefined> {
  const path = localRepository(repository);
  if (path === undefined) return undefined;
  for (const part of [join('.git', 'objects'), 'objects', '.']) {
    const stats = await stat(join(path, part)).catch(() => undefined);
    if (stats !== undefined) return (~stats.mode & OTHERS).toString(8).padStart(3, '0');
  }
  return undefined;
}
