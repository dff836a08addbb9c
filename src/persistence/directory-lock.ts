import { readFile, rm, writeFile } from 'node:fs/promises';
import { tryLock } from '../host/lock.ts';

/** Another process has the directory open. */
export class DirectoryInUseError extends Error {
  override readonly name = 'DirectoryInUseError';
}

/**
 * Takes a directory for whoever asks alone, by the lock on a file `<directory>.lock`, and returns how to give it back.
 * The file names the process that holds it.
 * @throws {DirectoryInUseError} while it is held, by this process or another.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const file = `${directory}.lock`;
  const lock = await tryLock(file);
  if (lock === undefined) {
    const holder = await readFile(file, 'utf8').catch(() => '');
    throw new DirectoryInUseError(
      `The embedded database in ${directory} is open in process ${holder}. Stop that process, or share a database by ` +
        `DATABASE_URL.`,
    );
  }
  await writeFile(file, String(process.pid));
  let held = true;
  return async () => {
    if (!held) return;
    held = false;
    await rm(file, { force: true });
    await lock.release();
  };
}
