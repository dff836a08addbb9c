import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { isRunning, sendSignal } from '../host/process.ts';

/** Who serves a database file: the server's process and the process that started it. */
interface Owner {
  readonly server: number;
  readonly starter: number;
}

const endTimeoutMs = 10_000;
const pollMs = 50;

const ownerFile = (databaseFile: string): string => `${databaseFile}.owner.json`;

function isOwner(value: unknown): value is Owner {
  return (
    typeof value === 'object' &&
    value !== null &&
    'server' in value &&
    Number.isInteger(value.server) &&
    'starter' in value &&
    Number.isInteger(value.starter)
  );
}

async function readOwner(databaseFile: string): Promise<Owner | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(ownerFile(databaseFile), 'utf8'));
    return isOwner(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a process still serves this file; a process id may have been given to another program since. */
async function serves(pid: number, databaseFile: string): Promise<boolean> {
  const { stdout } = await execa('ps', ['-o', 'args=', '-p', String(pid)], { reject: false });
  return stdout.includes(databaseFile);
}

async function endServer(pid: number, databaseFile: string): Promise<void> {
  sendSignal(pid, 'SIGTERM');
  const deadline = performance.now() + endTimeoutMs;
  // Not `isRunning`: an orphan that has ended keeps its number until the system gets round to it.
  while (await serves(pid, databaseFile)) {
    if (performance.now() > deadline) sendSignal(pid, 'SIGKILL');
    await delay(pollMs);
  }
}

/**
 * Makes sure that no other server works on a database file: one left behind by a starter that died is ended; one whose
 * starter lives is an error, for two servers on one file would undo each other's work.
 */
export async function releaseDatabase(databaseFile: string): Promise<void> {
  const owner = await readOwner(databaseFile);
  if (!owner || !isRunning(owner.server) || !(await serves(owner.server, databaseFile))) return;
  if (isRunning(owner.starter)) {
    throw new Error(
      `${databaseFile} is in use by the Temporal server ${owner.server}, started by process ${owner.starter}: stop that one first`,
    );
  }
  await endServer(owner.server, databaseFile);
}

/** Notes beside a database file that the process `server`, started by this one, now works on it. */
export async function claimDatabase(databaseFile: string, server: number): Promise<void> {
  const owner: Owner = { server, starter: process.pid };
  await writeFile(ownerFile(databaseFile), JSON.stringify(owner));
}

/** Takes the note of `claimDatabase` away again, if it still names this server. */
export async function disclaimDatabase(databaseFile: string, server: number): Promise<void> {
  if ((await readOwner(databaseFile))?.server === server) await rm(ownerFile(databaseFile), { force: true });
}
