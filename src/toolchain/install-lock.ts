import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning } from '../host/process.ts';

/** How a lock is kept and waited for; all times in milliseconds. */
export interface LockTimes {
  readonly beatMs: number;
  readonly staleMs: number;
  readonly pollMs: number;
  readonly patienceMs: number;
}

const usualTimes: LockTimes = { beatMs: 2_000, staleMs: 20_000, pollMs: 250, patienceMs: 20 * 60_000 };

function isErrorWithCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

async function isAbandoned(file: string, staleMs: number): Promise<boolean> {
  try {
    if (performance.timeOrigin + performance.now() - (await stat(file)).mtimeMs > staleMs) return true;
    const owner = Number(await readFile(file, 'utf8'));
    // An empty file is a lock in the making: only its age can tell.
    return Number.isInteger(owner) && owner > 0 && !isRunning(owner);
  } catch {
    return false; // Gone meanwhile: simply try again.
  }
}

async function tryAcquire(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if (isErrorWithCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function breakLock(file: string): Promise<void> {
  const aside = `${file}.${crypto.randomUUID()}`;
  try {
    await rename(file, aside); // Of several who notice at once, one succeeds.
    await rm(aside);
  } catch (error) {
    if (!isErrorWithCode(error, 'ENOENT')) throw error;
  }
}

/**
 * Runs `work` while no other process does so under the same name. A lock whose owner died, or has not been heard of for
 * `staleMs`, is broken. It saves the same install from being made twice at once; that a tool is never seen half made
 * rests on the install being one rename, not on this. Throws when `patienceMs` is over.
 */
export async function withInstallLock<T>(
  cacheDirectory: string,
  name: string,
  work: () => Promise<T>,
  { onWait, times = usualTimes }: { readonly onWait?: () => void; readonly times?: LockTimes } = {},
): Promise<T> {
  await mkdir(cacheDirectory, { recursive: true });
  const file = join(cacheDirectory, `${name}.lock`);
  const deadline = performance.now() + times.patienceMs;
  while (!(await tryAcquire(file))) {
    if (performance.now() > deadline) throw new Error(`another set-up has held ${file} for too long`);
    onWait?.();
    if (await isAbandoned(file, times.staleMs)) await breakLock(file);
    else await delay(times.pollMs);
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, times.beatMs);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await rm(file, { force: true });
  }
}
