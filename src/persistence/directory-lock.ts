import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { isRunning } from '../host/process.ts';

/** Another process has the directory open. */
export class DirectoryInUseError extends Error {
  override readonly name = 'DirectoryInUseError';
}

const heldHere = new Set<string>();

/**
 * Takes a directory for this process alone, by a file `<directory>.lock` with its process id, and returns how to give
 * it back. The lock of a process that is gone is taken over.
 * @throws {DirectoryInUseError} while a living process holds it, this one included.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const file = `${directory}.lock`;
  if (heldHere.has(file)) throw inUse(directory, file, process.pid);
  heldHere.add(file);
  try {
    await claim(directory, file);
  } catch (error) {
    heldHere.delete(file);
    throw error;
  }
  return async () => {
    if (heldHere.delete(file)) await rm(file, { force: true });
  };
}

/** The lock appears whole, by a link to a file that is written already: nobody ever reads half of it. */
async function claim(directory: string, file: string): Promise<void> {
  const own = `${file}.${randomUUID()}`;
  await writeFile(own, String(process.pid));
  try {
    while (!(await linked(own, file))) {
      const content = await readFile(file, 'utf8').catch(() => '');
      const holder = Number(content);
      // In a container every process may be number 1: our own number in the file is a former life's.
      if (holder !== process.pid && isAlive(holder)) throw inUse(directory, file, holder);
      await removeStale(file, content, `${own}.stale`);
    }
  } finally {
    await rm(own, { force: true });
  }
}

/** Removes a lock with that content, and puts back one that another process has made meanwhile. */
async function removeStale(file: string, content: string, aside: string): Promise<void> {
  try {
    await rename(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readFile(aside, 'utf8')) !== content) await linked(aside, file);
  await rm(aside, { force: true });
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

const isAlive = (pid: number): boolean => Number.isInteger(pid) && pid > 0 && isRunning(pid);

function inUse(directory: string, file: string, holder: number): DirectoryInUseError {
  return new DirectoryInUseError(
    `The embedded database in ${directory} is open in process ${holder}. Stop that process, or share a database by ` +
      `DATABASE_URL. If process ${holder} is not Chimera's, remove ${file}.`,
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
