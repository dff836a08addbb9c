import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type LockWait, withLock } from '../host/lock.ts';

const PATIENCE_MS = 20 * 60_000;

/** Runs `work` while no other process does so under the same name. Throws when `patienceMs` is over before it can begin. */
export async function withInstallLock<T>(
  cacheDirectory: string,
  name: string,
  work: () => Promise<T>,
  { onWait, patienceMs = PATIENCE_MS }: Pick<LockWait, 'onWait'> & { readonly patienceMs?: number } = {},
): Promise<T> {
  await mkdir(cacheDirectory, { recursive: true });
  const file = join(cacheDirectory, `${name}.lock`);
  const impatience = new AbortController();
  const timer = setTimeout(() => {
    impatience.abort(new Error(`another set-up has held ${file} for too long`));
  }, patienceMs);
  const begin = (): Promise<T> => {
    clearTimeout(timer);
    return work();
  };
  return withLock(file, begin, { signal: impatience.signal, ...(onWait && { onWait }) }).finally(() => {
    clearTimeout(timer);
  });
}
