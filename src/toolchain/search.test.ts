import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installFolder } from './installed-folder.ts';
import type { Machine } from './machine.ts';
import { search } from './search.ts';
import { temporaryDirectory, writeScript } from './temporary-directory.testsuite.ts';

const machine = (root: string, env: Machine['env'] = {}): Machine => ({
  env: { CHIMERA_CACHE: join(root, 'cache'), PATH: join(root, 'bin'), ...env },
  platform: 'freebsd',
  arch: 'x64',
  home: root,
  isRoot: false,
});

describe('the search for a tool', () => {
  it('finds it on PATH and tells its version', async () => {
    const root = await temporaryDirectory();
    const git = await writeScript(join(root, 'bin/git'), 'echo git version 2.44.0');
    expect(await search('git', machine(root))).toEqual({
      kind: 'found',
      tool: { path: git, version: '2.44.0', source: 'git on PATH' },
    });
  });

  it('asks a program once, and again when the file has changed', async () => {
    const root = await temporaryDirectory();
    const script = join(root, 'bin/git');
    const calls = join(root, 'calls');
    await writeScript(script, `echo called >>${calls}`, 'echo git version 2.44.0');
    await search('git', machine(root));
    await search('git', machine(root));
    expect(await readFile(calls, 'utf8')).toBe('called\n');
    await writeScript(script, `echo called >>${calls}`, 'echo git version 2.44.10');
    expect(await search('git', machine(root))).toMatchObject({ tool: { version: '2.44.10' } });
  });

  it('survives a damaged memory', async () => {
    const root = await temporaryDirectory();
    await writeScript(join(root, 'bin/git'), 'echo git version 2.44.0');
    await mkdir(join(root, 'cache'));
    for (const damage of ['{', '[1]', '"text"']) {
      await writeFile(join(root, 'cache/probed-git.json'), damage);
      expect(await search('git', machine(root))).toMatchObject({ kind: 'found' });
    }
  });

  it('passes over what is too old and says so', async () => {
    const root = await temporaryDirectory();
    const git = await writeScript(join(root, 'bin/git'), 'echo git version 1.8.0');
    expect(await search('git', machine(root))).toEqual({
      kind: 'missing',
      pinned: false,
      tried: [`git on PATH: ${git}: version 1.8.0 is older than 2.30`],
    });
  });

  it('does not look further when the user named a path that will not do', async () => {
    const root = await temporaryDirectory();
    await writeScript(join(root, 'bin/git'), 'echo git version 2.44.0');
    const result = await search('git', machine(root, { CHIMERA_GIT: join(root, 'absent') }));
    expect(result).toMatchObject({ kind: 'missing', pinned: true });
  });

  it('takes for PostgreSQL the directory of the real programs, and only a complete one', async () => {
    const root = await temporaryDirectory();
    const real = join(root, 'postgresql');
    await writeScript(join(real, 'initdb'), '');
    await writeScript(join(real, 'postgres'), 'echo "postgres (PostgreSQL) 16.2"');
    await mkdir(join(root, 'bin'));
    await symlink(join(real, 'initdb'), join(root, 'bin/initdb'));
    expect(await search('postgres', machine(root))).toMatchObject({ kind: 'missing' });
    await writeScript(join(real, 'pg_ctl'), '');
    expect(await search('postgres', machine(root))).toMatchObject({ tool: { path: real, version: '16.2' } });
  });

  it('finds what set-up put into the cache, unless it or something it needs has gone', async () => {
    const root = await temporaryDirectory();
    const java = await writeScript(join(root, 'java'), '');
    await installFolder(join(root, 'cache'), 'temporal-test-server-1.32.0', async (draft) => {
      await writeScript(join(draft, 'run'), '');
      return { executable: 'run', version: '1.32.0', source: 'Maven Central', needs: [java] };
    });
    expect(await search('temporal-test-server', machine(root))).toEqual({
      kind: 'found',
      tool: {
        path: join(root, 'cache/temporal-test-server-1.32.0/run'),
        version: '1.32.0',
        source: 'Maven Central',
      },
    });
    await chmod(java, 0o644);
    expect(await search('temporal-test-server', machine(root))).toMatchObject({ kind: 'missing' });
  });
});
