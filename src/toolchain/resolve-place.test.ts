import { mkdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { expect, it } from 'vitest';
import { thisMachine } from './machine.ts';
import { resolvePlace } from './resolve-place.ts';
import { temporaryDirectory } from './temporary-directory.testsuite.ts';

const machine = thisMachine();

it('of several versions the newest comes first, by number', async () => {
  const parent = await temporaryDirectory();
  await Promise.all(['9', '15', '18'].map((version) => mkdir(join(parent, version))));
  expect(await resolvePlace('postgres', { kind: 'versioned', parent, below: 'bin' }, machine)).toEqual([
    join(parent, '18/bin'),
    join(parent, '15/bin'),
    join(parent, '9/bin'),
  ]);
  expect(await resolvePlace('postgres', { kind: 'versioned', parent: '/absent', below: 'bin' }, machine)).toEqual([]);
});

it("a file is itself, and Playwright's browser is where Playwright says", async () => {
  expect(await resolvePlace('chromium', { kind: 'file', path: '/opt/chrome' }, machine)).toEqual(['/opt/chrome']);
  const [path] = await resolvePlace('chromium', { kind: 'playwright' }, machine);
  expect(isAbsolute(path ?? '')).toBe(true);
});
