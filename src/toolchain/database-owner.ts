import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { tryLock } from '../host/lock.ts';
import { identityOf, sendSignal } from '../host/process.ts';

/** Who serves a database file: the server's process, what tells it from a later one of that number, and its starter. */
const noteSchema = z.object({ server: z.int(), identity: z.string(), starter: z.int() });

/** A database file that nobody else serves until it is given back. */
export interface TakenDatabase {
  /** Writes down which server works on it now. */
  servedBy(server: number): Promise<void>;
  /** Gives it back; the server has ended. Safe to repeat. */
  release(): Promise<void>;
}

const END_LIMIT_MS = 10_000;
const POLL_MS = 50;

/**
 * Takes a database file, so that no other server works on it: one left behind by a starter that died is ended; one whose
 * starter lives is an error, for two servers on one file would undo each other's work.
 */
export async function takeDatabase(databaseFile: string): Promise<TakenDatabase> {
  const file = `${databaseFile}.owner.json`;
  const lockFile = `${databaseFile}.lock`;
  const lock = await tryLock(lockFile);
  const note = await readNote(file);
  if (lock === undefined) {
    const by =
      note === undefined ? 'another' : `the Temporal server ${note.server}, started by process ${note.starter}`;
    throw new Error(`${databaseFile} is in use by ${by}: stop that one first`);
  }
  if (note !== undefined) await endServer(note);
  let held = true;
  return {
    servedBy: async (server) => {
      const identity = await identityOf(server);
      await writeFile(file, JSON.stringify({ server, identity, starter: process.pid }));
    },
    release: async () => {
      if (!held) return;
      held = false;
      await Promise.all([file, lockFile].map((path) => rm(path, { force: true })));
      await lock.release();
    },
  };
}

async function readNote(file: string): Promise<z.output<typeof noteSchema> | undefined> {
  try {
    return noteSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

async function endServer({ server, identity }: z.output<typeof noteSchema>): Promise<void> {
  const deadline = performance.now() + END_LIMIT_MS;
  let asked = false;
  while ((await identityOf(server)) === identity) {
    if (!asked) sendSignal(server, 'SIGTERM');
    else if (performance.now() > deadline) sendSignal(server, 'SIGKILL');
    asked = true;
    await delay(POLL_MS);
  }
}
