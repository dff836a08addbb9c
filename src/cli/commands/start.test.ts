import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryConsole } from '../../../tests/support/cli/memory-console.ts';
import { stopInTime } from '../lifetime.ts';
import { runCli } from '../run.ts';
import type { RunningSystem, SystemOptions } from '../../runtime/start-system.ts';
import type { System } from '../system.ts';

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'chimera-start-'));
});

afterEach(() => rm(home, { recursive: true }));

function fakeSystem(more: Partial<RunningSystem> = {}) {
  const calls: { started: SystemOptions[]; stopped: number } = { started: [], stopped: 0 };
  const system: System = {
    ensureTools: () => Promise.reject(new Error('nothing is installed here')),
    start: (options) => {
      calls.started.push(options);
      return Promise.resolve({
        apiUrl: 'http://127.0.0.1:4321',
        temporalAddress: '127.0.0.1:7233',
        temporalUiUrl: 'http://127.0.0.1:4322',
        ...more,
        stop: () => {
          calls.stopped += 1;
          return Promise.resolve();
        },
      });
    },
    checkAgents: () => Promise.reject(new Error('no agents here')),
    replay: () => Promise.reject(new Error('no replay here')),
  };
  return { calls, system };
}

describe('start', () => {
  it('runs until it is interrupted, leaves word where it runs, and stops everything', async () => {
    const { calls, system } = fakeSystem();
    const console = memoryConsole({ env: { HOME: home } });
    const options = ['--data', join(home, 'data'), '--port', '4321', '--config', 'x.yaml', '--max-concurrent', '7'];
    const code = runCli(['start-all', ...options], console, system, '1.2.3');
    await expect.poll(() => console.stdout.text).toContain('http://127.0.0.1:4321/api/docs');
    const written: unknown = JSON.parse(await readFile(join(home, 'data', 'chimera.json'), 'utf8'));
    expect(written).toMatchObject({ pid: process.pid, temporal_ui_url: 'http://127.0.0.1:4322' });
    expect(calls).toMatchObject({ started: [{ maxConcurrent: 7, environment: { port: 4321 } }], stopped: 0 });

    const second = memoryConsole({ env: { CHIMERA_HOME: join(home, 'data') } });
    expect(await runCli(['start'], second, system, '1.2.3')).toBe(2);
    expect(second.stderr.text).toContain('chimera stop');

    console.interrupt();
    expect(await code).toBe(0);
    expect(calls.stopped).toBe(1);
    await expect(readFile(join(home, 'data', 'chimera.json'))).rejects.toThrow();
  });

  it('answers with its links as one JSON document with --json', async () => {
    const { system } = fakeSystem();
    const console = memoryConsole({ env: { CHIMERA_HOME: home } });
    const code = runCli(['start', '--json'], console, system, '1.2.3');
    await expect.poll(() => console.stdout.lines.length).toBe(1);
    console.interrupt();
    expect(await code).toBe(0);
    expect(JSON.parse(console.stdout.text)).toMatchObject({ api_url: 'http://127.0.0.1:4321', data_directory: home });
  });

  it('tells why it could not start', async () => {
    const { system } = fakeSystem();
    const console = memoryConsole({ env: { CHIMERA_HOME: home } });
    const broken: System = { ...system, start: () => Promise.reject(new Error('port 8080 is in use')) };
    expect(await runCli(['start'], console, broken, '1.2.3')).toBe(1);
    expect(console.stderr.text).toContain('port 8080 is in use');
  });

  it('tells how many worker processes there are', async () => {
    const { calls, system } = fakeSystem({ workers: { count: 3, slots: 1 } });
    const console = memoryConsole({ env: { CHIMERA_HOME: home } });
    const code = runCli(['start-all', '--workers', '4', '--max-concurrent', '3'], console, system, '1.2.3');
    await expect.poll(() => console.stdout.text).toContain('3 processes, each for 1 agent call at once');
    expect(calls.started).toMatchObject([{ workers: 4, maxConcurrent: 3 }]);
    expect(JSON.parse(await readFile(join(home, 'chimera.json'), 'utf8'))).toMatchObject({ workers: 3 });
    console.interrupt();
    expect(await code).toBe(0);
  });

  it.each([
    ['--max-concurrent', 'many'],
    ['--max-concurrent', '1001'],
    ['--workers', '0'],
    ['--workers', '65'],
  ])('refuses %s %s', async (option, value) => {
    const { system } = fakeSystem();
    const console = memoryConsole({ env: { CHIMERA_HOME: home } });
    expect(await runCli(['start-all', option, value], console, system, '1.2.3')).toBe(2);
    expect(console.stderr.text).toContain(option);
  });
});

describe('stopping', () => {
  it('is bounded in time', async () => {
    const hangs = { stop: () => new Promise<void>(() => undefined) };
    await expect(stopInTime(hangs, 50)).rejects.toMatchObject({ exitCode: 1 });
  });

  it('passes on why it failed', async () => {
    await expect(stopInTime({ stop: () => Promise.reject(new Error('stuck')) })).rejects.toThrow('stuck');
  });
});
