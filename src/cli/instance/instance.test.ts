import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryConsole } from '../../../tests/support/cli/memory-console.ts';
import { commandContext, locateApi } from '../command-context.ts';
import { stop } from '../commands/stop.ts';
import { endProcess } from './end-process.ts';
import { type Instance, isInstanceRunning, removeInstance, runningInstance, writeInstance } from './instance-file.ts';

let home: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'chimera-instance-'));
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(home, { recursive: true });
});

/** A process that runs until it gets the signals it heeds. */
async function startProcess(script: string): Promise<Instance & { child: ChildProcess }> {
  const child = spawn(process.execPath, ['-e', `${script};setInterval(()=>{},1000);console.log('up')`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await once(child.stdout, 'data');
  return { child, pid: child.pid ?? 0, api_url: 'http://127.0.0.1:9', started_at: new Date().toISOString() };
}

describe('an instance in its data directory', () => {
  it('is found while it runs, and no more when it has ended', async () => {
    const { child, ...instance } = await startProcess('');
    await writeInstance(home, instance);
    expect(await runningInstance(home)).toEqual(instance);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await runningInstance(home)).toBeUndefined();
  });

  it('is not taken for a later process that has the same number', async () => {
    const { pid } = await startProcess('');
    const before = new Date(Date.now() - 3_600_000).toISOString();
    expect(await isInstanceRunning({ pid, api_url: 'http://127.0.0.1:9', started_at: before })).toBe(false);
  });

  it('is none where the file is missing or cannot be read', async () => {
    expect(await runningInstance(home)).toBeUndefined();
    await writeFile(join(home, 'chimera.json'), '{"pid": "x"');
    expect(await runningInstance(home)).toBeUndefined();
  });

  it('takes back only its own word', async () => {
    const { child: _, ...instance } = await startProcess('');
    await writeInstance(home, instance);
    await removeInstance(home, instance.pid + 1);
    expect(JSON.parse(await readFile(join(home, 'chimera.json'), 'utf8'))).toEqual(instance);
    await removeInstance(home, instance.pid);
    await expect(readFile(join(home, 'chimera.json'))).rejects.toThrow();
  });

  it('tells the CLI where its API is', async () => {
    const { child: _, ...instance } = await startProcess('');
    await writeInstance(home, instance);
    expect(await locateApi(undefined, { CHIMERA_HOME: home })).toBe('http://127.0.0.1:9');
    expect(await locateApi(undefined, { CHIMERA_HOME: home, CHIMERA_API_URL: 'http://other:1' })).toBe(
      'http://other:1',
    );
    expect(await locateApi('http://named:2', { CHIMERA_API_URL: 'http://other:1' })).toBe('http://named:2');
    await removeInstance(home, instance.pid);
    expect(await locateApi(undefined, { CHIMERA_HOME: home })).toBe('http://127.0.0.1:8080');
  });
});

describe('stopping an instance', () => {
  it('asks it, and waits until it is gone', async () => {
    const { child, ...instance } = await startProcess('');
    await writeInstance(home, instance);
    const console = memoryConsole({ env: { CHIMERA_HOME: home } });
    await stop(commandContext(console, { json: true }, () => undefined));
    expect(JSON.parse(console.stdout.text)).toMatchObject({ stopped: true, forced: false, pid: instance.pid });
    expect(child.signalCode ?? (await once(child, 'exit'))[1]).toBe('SIGTERM');
    await expect(readFile(join(home, 'chimera.json'))).rejects.toThrow();
  });

  it('ends one by force that does not heed', async () => {
    const { child, ...instance } = await startProcess('process.on("SIGTERM",()=>{})');
    expect(await endProcess(instance, { gracefulMs: 200, pressedMs: 200 })).toBe('forced');
    expect(child.signalCode ?? (await once(child, 'exit'))[1]).toBe('SIGKILL');
  });

  it('presses one that only heeds the second request', async () => {
    const { child, ...instance } = await startProcess(
      'let n=0;process.on("SIGTERM",()=>{if(++n===2)process.exit(130)})',
    );
    expect(await endProcess(instance, { gracefulMs: 200, pressedMs: 2_000 })).toBe('forced');
    expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(130);
  });
});
