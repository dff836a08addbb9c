import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OTHERS = 0o077;

/**
 * The umask, in octal, under which what a push leaves in a repository on this host is as open as the repository is; undefined
 * for one elsewhere. Chimera's own would shut out whoever else reads it.
 */
export async function originUmask(repository: string): Promise<string | undefined> {
  const path = repository.startsWith('file://') ? fileURLToPath(repository) : repository;
  if (!isAbsolute(path)) return undefined;
  for (const part of [join('.git', 'objects'), 'objects', '.']) {
    const stats = await stat(join(path, part)).catch(() => undefined);
    if (stats !== undefined) return (~stats.mode & OTHERS).toString(8).padStart(3, '0');
  }
  return undefined;
}
