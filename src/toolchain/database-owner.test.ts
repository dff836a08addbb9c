import { once } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { identityOf } from '../host/process.ts';
import { takeDatabase } from './database-owner.ts';
import { temporaryDirectory } from './temporary-directory.testsuite.ts';

async function startServer(): Promise<ChildProcess & { readonly pid: number }> {
  const script = 'setInterval(() => undefined, 1_000); process.stdout.write("up")';
  const child = spawn(process.execPath, ['-e', script]);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return Object.assign(child, { pid: child.pid ?? 0 });
}

/** The note of a starter that died. */
async function leaveNote(file: string, server: number, identity: string | undefined): Promise<void> {
  await writeFile(`${file}.owner.json`, JSON.stringify({ server, identity, starter: 1 }));
}

describe('a database file', () => {
  it('is refused while somebody has taken it, who is named', async () => {
    const file = join(await temporaryDirectory(), 'temporal.db');
    const server = await startServer();
    const taken = await takeDatabase(file);
    await expect(takeDatabase(file)).rejects.toThrow('in use by another');
    await taken.servedBy(server.pid);
    const says = `in use by the Temporal server ${server.pid}, started by process ${process.pid}: stop that one first`;
    await expect(takeDatabase(file)).rejects.toThrow(says);
    expect(server.exitCode ?? server.signalCode).toBeNull();
    await taken.release();
  });

  it('is taken back from a server whose starter has died', async () => {
    const file = join(await temporaryDirectory(), 'temporal.db');
    const server = await startServer();
    const ended = once(server, 'exit');
    await leaveNote(file, server.pid, await identityOf(server.pid));
    const taken = await takeDatabase(file);
    await ended;
    expect(server.signalCode).toBe('SIGTERM');
    await taken.release();
  });

  it('is free when the process of that number is another program by now', async () => {
    const file = join(await temporaryDirectory(), 'temporal.db');
    const other = await startServer();
    await leaveNote(file, other.pid, 'one that had this number before');
    const taken = await takeDatabase(file);
    expect(other.exitCode ?? other.signalCode).toBeNull();
    await taken.release();
  });

  it('is free when a damaged note claims it', async () => {
    const file = join(await temporaryDirectory(), 'temporal.db');
    await writeFile(`${file}.owner.json`, '{');
    await (await takeDatabase(file)).release();
  });

  it('loses its note when it is given back, once', async () => {
    const directory = await temporaryDirectory();
    const file = join(directory, 'temporal.db');
    const taken = await takeDatabase(file);
    await taken.servedBy(process.pid);
    await taken.release();
    expect(await readdir(directory)).toEqual([]);
    const again = await takeDatabase(file);
    await again.servedBy(process.pid);
    await taken.release();
    expect(await readdir(directory)).toContain('temporal.db.owner.json');
    await again.release();
  });
});
