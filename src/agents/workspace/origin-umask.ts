import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { OTHERS } from '../../domain/own-data/judge-data-directory.ts';
import { localRepository } from './local-repository.ts';

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
