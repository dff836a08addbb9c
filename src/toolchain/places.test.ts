import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cacheDirectory, type Machine, thisMachine } from './machine.ts';
import { describePlace, resolvePlace, searchOrder } from './places.ts';
import { installStep, toolNames, tools } from './tools.ts';
import { mkdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { temporaryDirectory } from './temporary-directory.testsuite.ts';

const linux: Machine = { env: { PATH: '/bin' }, platform: 'linux', arch: 'x64', home: '/home/ada', isRoot: false };

describe('the search order', () => {
  it.each(toolNames)('takes the path the user names for %s and looks nowhere else', (tool) => {
    const machine = { ...linux, env: { [tools[tool].variable]: '/opt/mine' } };
    expect(searchOrder(tool, machine)).toEqual([
      { kind: 'variable', variable: tools[tool].variable, path: '/opt/mine' },
    ]);
  });

  it('looks for the Temporal CLI on PATH, then for a downloaded and then for a built one', () => {
    expect(searchOrder('temporal', linux).map(describePlace)).toEqual([
      'temporal on PATH',
      'cache folder temporal-cli-for-sdk-1.24.0',
      'cache folder temporal-cli-1.5.1',
    ]);
  });

  it('looks for the time-skipping server on PATH and in the cache', () => {
    expect(searchOrder('temporal-test-server', linux).map(describePlace)).toEqual([
      'temporal-test-server on PATH',
      'cache folder temporal-test-server-for-sdk-1.24.0',
      'cache folder temporal-test-server-1.32.0',
    ]);
  });

  it('looks for the fault proxy on PATH, then for a built one, and for faketime on PATH', () => {
    expect(searchOrder('toxiproxy', linux).map(describePlace)).toEqual([
      'toxiproxy-server on PATH',
      'cache folder toxiproxy-2.12.0',
    ]);
    expect(searchOrder('faketime', linux).map(describePlace)).toEqual(['faketime on PATH']);
    expect(searchOrder('prometheus', linux).map(describePlace)).toEqual(['prometheus on PATH']);
    expect(searchOrder('schemathesis', linux).map(describePlace)).toEqual([
      'schemathesis on PATH',
      'cache folder schemathesis-4.32.5',
    ]);
  });

  it('looks for the headless shell before whole browsers', () => {
    expect(searchOrder('chromium', linux).map(describePlace)).toEqual([
      'chromium-headless-shell on PATH',
      "Playwright's cache",
      'chromium on PATH',
      'chromium-browser on PATH',
      'google-chrome on PATH',
      'google-chrome-stable on PATH',
    ]);
    expect(searchOrder('ffmpeg', linux).map(describePlace)).toEqual(['ffmpeg on PATH', "Playwright's cache"]);
  });

  it('knows where Chrome is on a Mac and where Debian keeps PostgreSQL', () => {
    expect(searchOrder('chromium', { ...linux, platform: 'darwin' }).map(describePlace)).toContain(
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    );
    expect(searchOrder('postgres', linux).map(describePlace)).toEqual(['initdb on PATH', '/usr/lib/postgresql/*/bin']);
    expect(searchOrder('postgres', { ...linux, platform: 'darwin' }).map(describePlace)).toEqual(['initdb on PATH']);
  });

  it('ignores a variable that is set to nothing', () => {
    expect(searchOrder('git', { ...linux, env: { CHIMERA_GIT: '' } }).map(describePlace)).toEqual(['git on PATH']);
  });
});

describe('the cache directory', () => {
  it.each([
    [{ CHIMERA_CACHE: '/var/tools' }, 'linux', '/var/tools'],
    [{ XDG_CACHE_HOME: '/var/cache' }, 'linux', '/var/cache/chimera'],
    [{ XDG_CACHE_HOME: 'relative' }, 'linux', '/home/ada/.cache/chimera'],
    [{}, 'linux', '/home/ada/.cache/chimera'],
    [{}, 'darwin', '/home/ada/Library/Caches/chimera'],
  ] as const)('with %o on %s is %s', (env, platform, expected) => {
    expect(cacheDirectory({ ...linux, env, platform })).toBe(expected);
  });
});

it('the pinned SDK version is the one the project depends on', () => {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  expect(manifest).toContain(`"@temporalio/client": "${installStep('temporal', 'sdk-download').sdk}"`);
  expect(installStep('temporal-test-server', 'maven').slf4j).toMatch(/^2\.0\./);
});

it('of several versions the newest comes first, by number', async () => {
  const parent = await temporaryDirectory();
  await Promise.all(['9', '15', '18'].map((version) => mkdir(join(parent, version))));
  expect(await resolvePlace('postgres', { kind: 'versioned', parent, below: 'bin' }, thisMachine())).toEqual([
    join(parent, '18/bin'),
    join(parent, '15/bin'),
    join(parent, '9/bin'),
  ]);
  expect(await resolvePlace('postgres', { kind: 'versioned', parent: '/absent', below: 'bin' }, thisMachine())).toEqual(
    [],
  );
});

it("a file is itself, and Playwright's browser is where Playwright says", async () => {
  expect(await resolvePlace('chromium', { kind: 'file', path: '/opt/chrome' }, thisMachine())).toEqual(['/opt/chrome']);
  const [path] = await resolvePlace('chromium', { kind: 'playwright', program: 'browser' }, thisMachine());
  expect(isAbsolute(path ?? '')).toBe(true);
});
