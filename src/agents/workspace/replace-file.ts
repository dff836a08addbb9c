import { randomUUID } from 'node:crypto';
import { lstat, rename, writeFile } from 'node:fs/promises';
import { removeTree } from './remove-tree.ts';

/** Puts a text in a file's place in one step: a reader sees the old file or the new one. A directory there gives way. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const fresh = `${path}.${randomUUID()}`;
  try {
    await writeFile(fresh, text);
    if ((await lstat(path).catch(() => undefined))?.isDirectory() === true) await removeTree(path);
    await rename(fresh, path);
  } catch (error) {
    await removeTree(fresh);
    throw error;
  }
}
