import { once } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { claimDatabase, disclaimDatabase, releaseDatabase } from './database-owner.ts';
import { temporaryDirectory } from './temporary-directory.testsuite.ts';

async function serverOn(file: string): Promise<ChildProcess & { readonly pid: number }> {
  const script = 'setInterval(() => undefined, 1_000); process.stdout.write("up")';
  const child = spawn(process.execPath, ['-e', script, '--', file]);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return Object.assign(child, { pid: child.pid ?? 0 });
}

async function deadProcess(): Promise<number> {
  const child = spawn('true');
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('a database file', () => {
  it('is refused while the starter of its server lives', async () => {
    const file = join(await temporaryDirectory(), 'temporal.db');
    const server = await serverOn(file);
    await claimDatabase(file, server.pid);
    await expect(releaseDatabase(file)).rejects.toThrow(`in use by the Temporal server ${server.pid}`);
    expect(server.exitCode ?? server.signalCode).toBeNull();
  });

  it('is taken back from a server whose starter has died', async () => {
    const file = join(await temporaryDirectory(), 'temporal.db');
    const server = await serverOn(file);
    const ended = once(server, 'exit');
    await writeFile(`${file}.owner.json`, JSON.stringify({ server: server.pid, starter: await deadProcess() }));
    await releaseDatabase(file);
    await ended;
    expect(server.signalCode).toBe('SIGTERM');
  });

  it('is free when the process of that number is another program by now', async () => {
    const directory = await temporaryDirectory();
    const file = join(directory, 'temporal.db');
    const other = await serverOn('/elsewhere');
    await writeFile(`${file}.owner.json`, JSON.stringify({ server: other.pid, starter: await deadProcess() }));
    await releaseDatabase(file);
    expect(other.exitCode ?? other.signalCode).toBeNull();
  });

  it('is free when nobody, a dead server or a damaged note claims it', async () => {
    const file = join(await temporaryDirectory(), 'temporal.db');
    await releaseDatabase(file);
    await claimDatabase(file, await deadProcess());
    await releaseDatabase(file);
    await writeFile(`${file}.owner.json`, '{');
    await releaseDatabase(file);
  });

  it('loses its note with the server that the note names, and with no other', async () => {
    const directory = await temporaryDirectory();
    const file = join(directory, 'temporal.db');
    await claimDatabase(file, 11);
    await disclaimDatabase(file, 12);
    expect(await readdir(directory)).toEqual(['temporal.db.owner.json']);
    await disclaimDatabase(file, 11);
    expect(await readdir(directory)).toEqual([]);
  });
});
