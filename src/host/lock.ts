import { addAbortListener } from 'node:events';
import { open, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { tryLock as tryKernelLock } from 'fs-native-extensions';

/** A lock of the kernel on a file that this process holds: however the process dies, it is free at once. */
export interface HeldLock {
  /** Frees it. Safe to repeat. */
  release(): Promise<void>;
}

/** How a lock is waited for. */
export interface LockWait {
  /** Ends the waiting, not the work. */
  readonly signal?: AbortSignal | undefined;
  /** Told once when the lock is not free. */
  readonly onWait?: () => void;
}

/** A lock that is not free is tried again after this time, in ms; by one of those who wait in a process. */
const POLL_MS = 10;

/**
 * Takes the lock on a file, which is made where it is missing; undefined while somebody holds it, in this process or
 * another. Whoever holds it may remove the file.
 */
export async function tryLock(file: string): Promise<HeldLock | undefined> {
  for (;;) {
    const handle = await open(file, 'a');
    const release = once(() => handle.close());
    if (!tryKernelLock(handle.fd)) {
      await release();
      return undefined;
    }
    const [own, named] = await Promise.all([handle.stat(), stat(file).catch(() => undefined)]);
    if (own.ino === named?.ino) return { release };
    // It was removed between the two: the lock that counts is that of the file which goes by the name now.
    await release();
  }
}

/** Who waits or works in this process under a file's lock: the last of them, who goes when all before are done. */
const lines = new Map<string, Promise<unknown>>();

/**
 * Does `work` while no other work, of this process or another on this host, holds the lock on `file`; in this process in
 * the order in which they came.
 * @throws the signal's reason when it is aborted while waiting.
 */
export async function withLock<T>(file: string, work: () => Promise<T>, wait: LockWait = {}): Promise<T> {
  wait.signal?.throwIfAborted();
  const before = lines.get(file);
  const done = Promise.withResolvers<undefined>();
  const line = Promise.all([before, done.promise]).finally(() => {
    if (lines.get(file) === line) lines.delete(file);
  });
  lines.set(file, line);
  try {
    const lock = await lockAfter(before, file, wait);
    try {
      return await work();
    } finally {
      await lock.release();
    }
  } finally {
    done.resolve(undefined);
  }
}

async function lockAfter(before: Promise<unknown> | undefined, file: string, wait: LockWait): Promise<HeldLock> {
  const { signal, onWait } = wait;
  let lock = before === undefined ? await tryLock(file) : undefined;
  if (lock !== undefined) return lock;
  onWait?.();
  await unlessAborted(before, signal);
  while ((lock = await tryLock(file)) === undefined) {
    signal?.throwIfAborted();
    await delay(POLL_MS);
  }
  return lock;
}

async function unlessAborted(done: Promise<unknown> | undefined, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) {
    await done;
    return;
  }
  const aborted = Promise.withResolvers<never>();
  const listener = addAbortListener(signal, () => {
    aborted.reject(signal.reason as Error);
  });
  try {
    await Promise.race([done, aborted.promise]);
  } finally {
    listener[Symbol.dispose]();
  }
}

function once(close: () => Promise<void>): () => Promise<void> {
  let closed: Promise<void> | undefined;
  return () => (closed ??= close());
}
