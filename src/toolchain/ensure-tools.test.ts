import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ensureTools, type EnsureOptions } from './ensure-tools.ts';
import type { Machine } from './machine.ts';
import type { SearchResult } from './search.ts';
import { temporaryDirectory, writeScript } from './temporary-directory.testsuite.ts';
import { ToolMissingError } from './tool-missing-error.ts';

const found: SearchResult = { kind: 'found', tool: { path: '/opt/tool', version: '1', source: 'test' } };
const missing: SearchResult = { kind: 'missing', tried: ['tool on PATH: not there'], pinned: false };

async function machineWith(...commands: readonly string[]): Promise<Machine> {
  const root = await temporaryDirectory();
  await Promise.all(commands.map((command) => writeScript(join(root, 'bin', command), '')));
  const env = { PATH: join(root, 'bin'), CHIMERA_CACHE: join(root, 'cache') };
  return { env, platform: 'linux', arch: 'x64', home: root, isRoot: true };
}

async function failure(options: EnsureOptions, ...names: Parameters<typeof ensureTools>[0]): Promise<ToolMissingError> {
  const error: unknown = await ensureTools(names, options).catch((reason: unknown) => reason);
  if (error instanceof ToolMissingError) return error;
  throw new Error(`expected a ToolMissingError, got ${String(error)}`);
}

describe('ensuring a tool', () => {
  it('installs nothing when it is there', async () => {
    const machine = await machineWith();
    const install = () => Promise.reject(new Error('must not be called'));
    const tools = await ensureTools(['git'], { machine, install, search: () => Promise.resolve(found) });
    expect(tools).toEqual({ git: { path: '/opt/tool', version: '1', source: 'test' } });
  });

  it('goes from a route that fails to the next', async () => {
    const routes: string[] = [];
    const messages: string[] = [];
    const tools = await ensureTools(['temporal'], {
      machine: await machineWith('tar', 'go'),
      search: () => Promise.resolve(routes.includes('go-install') ? found : missing),
      install: (_tool, route, { report }) => {
        routes.push(route);
        report(`trying ${route}`);
        return route === 'sdk-download' ? Promise.reject(new Error('unreachable')) : Promise.resolve();
      },
      onProgress: ({ message }) => messages.push(message),
    });
    expect(routes).toEqual(['sdk-download', 'go-install']);
    expect(messages).toEqual(['trying sdk-download', 'trying go-install']);
    expect(tools.temporal.path).toBe('/opt/tool');
  });

  it('tells all that was tried, in order, and what a person can do', async () => {
    const error = await failure(
      {
        machine: await machineWith('apt-get'),
        search: () => Promise.resolve(missing),
        install: (_tool, route) =>
          route === 'playwright' ? Promise.reject(new Error('no network')) : Promise.resolve(),
      },
      'chromium',
    );
    expect(error.missing).toEqual([
      {
        tool: 'chromium',
        tried: [
          'tool on PATH: not there',
          'install by playwright: no network',
          'install by apt: done, but still tool on PATH: not there',
        ],
      },
    ]);
    expect(error.message).toContain('Chromium could not be found or installed.');
    expect(error.message).toContain('what you can do: install Chromium or Google Chrome');
  });

  it('names every tool that is missing at once, and sees to the others', async () => {
    const asked: string[] = [];
    const error = await failure(
      {
        machine: await machineWith(),
        search: (tool) => {
          asked.push(tool);
          return Promise.resolve(tool === 'postgres' ? found : missing);
        },
        install: () => Promise.reject(new Error('no')),
      },
      'git',
      'postgres',
      'temporal',
    );
    expect(error.missing.map(({ tool }) => tool)).toEqual(['git', 'temporal']);
    expect(asked).toContain('postgres');
  });

  it('installs nothing in place of a path that the user named', async () => {
    const error = await failure(
      {
        machine: await machineWith('apt-get'),
        search: () => Promise.resolve({ kind: 'missing', tried: ['CHIMERA_CHROMIUM=/x: not there'], pinned: true }),
        install: () => Promise.reject(new Error('must not be called')),
      },
      'chromium',
    );
    expect(error.missing[0]?.tried).toEqual(['CHIMERA_CHROMIUM=/x: not there']);
  });

  it('installs once when two ask at the same time, and the second is told that it waits', async () => {
    const machine = await machineWith('apt-get');
    let installed = 0;
    const messages: string[] = [];
    const options: EnsureOptions = {
      machine,
      search: () => Promise.resolve(installed > 0 ? found : missing),
      install: async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        installed += 1;
      },
      onProgress: ({ message }) => messages.push(message),
    };
    await Promise.all([ensureTools(['postgres'], options), ensureTools(['postgres'], options)]);
    expect(installed).toBe(1);
    expect(messages).toContain('waiting for another set-up that is installing it');
  });
});
