import { cp, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { COMMANDS } from '../support/deployment/commands.ts';
import { fileOf, ROOT } from '../support/deployment/compose-file.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'chimera-image-'));
});

afterAll(() => rm(directory, { recursive: true, force: true }));

/** What the build context lets through, as .dockerignore lists it. */
const allowed = fileOf('.dockerignore')
  .split('\n')
  .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));

it('what the Dockerfile copies is enough for the build that it runs, and the images’ commands come out of it', async () => {
  for (const path of allowed) {
    await cp(join(ROOT, path), join(directory, path), {
      recursive: true,
      filter: (source) => !/\.test(suite)?\.ts$/.test(source),
    });
  }
  await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  await execa('npm', ['run', 'build'], { cwd: directory });
  for (const [program, file] of Object.values(COMMANDS).flatMap(({ serve, check }) => [serve, check])) {
    expect(program).toBe('node');
    expect(await readdir(join(directory, dirname(file)))).toContain(file.split('/').at(-1));
  }
  const { exitCode, stderr } = await execa(COMMANDS.api.serve[0], [COMMANDS.api.serve[1]], {
    cwd: directory,
    env: { TEMPORAL_ADDRESS: '', DATABASE_URL: '' },
    reject: false,
  });
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('TEMPORAL_ADDRESS: must be set')]);
});
