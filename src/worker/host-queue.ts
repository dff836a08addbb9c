import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The task queue that only the workers on this data directory read: what is bound to this host (a staging process) is
 * done through it. The name is made once and kept, so that a worker that starts again reads the same queue.
 */
export async function hostTaskQueue(dataDirectory: string): Promise<string> {
  const file = join(dataDirectory, 'host-id');
  await mkdir(dataDirectory, { recursive: true });
  // Of two workers that start at once one writes; both read what it wrote.
  await writeFile(file, randomBytes(6).toString('hex'), { flag: 'wx' }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
  return `chimera-host-${(await readFile(file, 'utf8')).trim()}`;
}
