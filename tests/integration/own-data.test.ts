import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../support/deployment/compose-file.ts';
import { eventually } from '../support/eventually.ts';

const CLI = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const NOBODY = 65_534;

/** The demo browses, builds and proves; a busy host takes its time. */
const DEMO_LIMIT_MS = 600_000;

let folder: string;
let demo: ChildProcess | undefined;

beforeAll(async () => {
  await execa('npm', ['run', '--silent', 'build'], { cwd: ROOT });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chimera-own-data-'));
  await chmod(folder, 0o755);
});
afterEach(async () => {
  if (demo?.exitCode === null && demo.signalCode === null) {
    const ended = once(demo, 'exit');
    demo.kill('SIGTERM');
    await ended;
  }
  await rm(folder, { recursive: true, force: true });
});

/** The paths below a folder that meet a condition; what goes meanwhile is left out. */
async function below(path: string, ...conditions: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await execa('find', [path, ...conditions, '-printf', '%m %P\n'], { reject: false });
  return stdout.split('\n').filter((line) => line !== '');
}

/** What below a folder is open to others; a link has no rights of its own. */
const openToOthers = (path: string) => below(path, '!', '-type', 'l', '-perm', '/077');

describe('what Chimera keeps', () => {
  it(
    'is open to nobody else after a task, whatever made it, and what it commits has ordinary modes',
    async () => {
      const root = join(folder, 'demo');
      // As most hosts begin a process; what it starts with must not matter.
      const command = `umask 022; exec "$0" "$@"`;
      const child = spawn('/bin/sh', ['-c', command, process.execPath, CLI, 'demo', '--keep', '--directory', root], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      demo = child;
      let said = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
      const data = join(root, 'data');
      let duringTask: readonly string[] = [];
      await eventually(
        'the demo has run',
        async () => {
          if (child.exitCode !== null) throw new Error(`It ended: ${said}`);
          duringTask = [...new Set([...duringTask, ...(await below(data, '-path', '*/workspaces/*/package.json'))])];
          for (const part of ['workspaces', 'mirrors', 'artifacts']) {
            expect(await openToOthers(join(data, part))).toEqual([]);
          }
          return said.includes('Everything is left running') ? true : undefined;
        },
        DEMO_LIMIT_MS,
      );
      expect(duringTask).not.toEqual([]);
      const all = (await below(data)).join('\n');
      for (const part of ['temporal.db', 'db/PG_VERSION', 'mirrors/shop.git/HEAD', 'temporal.log', 'agent.log']) {
        expect(all).toContain(part);
      }
      expect(await openToOthers(root)).toEqual([]);
      if (process.getuid?.() === 0) {
        const list = await execa('ls', [data], { uid: NOBODY, gid: NOBODY, reject: false });
        expect(list.stderr).toContain('Permission denied');
        const read = await execa('cat', [join(data, 'temporal.db')], { uid: NOBODY, gid: NOBODY, reject: false });
        expect(read.stderr).toContain('Permission denied');
      }
      const branches = await execa('git', ['branch', '--list', 'chimera/*', '--format', '%(refname)'], {
        cwd: join(root, 'shop'),
      });
      const tree = await execa('git', ['ls-tree', '-r', '--format', '%(objectmode)', branches.stdout], {
        cwd: join(root, 'shop'),
      });
      expect(new Set(tree.stdout.split('\n'))).toEqual(new Set(['100644']));
    },
    DEMO_LIMIT_MS,
  );

  it('is not put where others can write, and the first words say what to do', async () => {
    const data = join(folder, 'data');
    await mkdir(data);
    await chmod(data, 0o777);
    const start = await execa(process.execPath, [CLI, 'start', '--data', data], { cwd: folder, reject: false });
    expect(start.exitCode).toBe(2);
    expect(start.stderr).toContain(`chmod -R go-rwx ${data}`);
    expect(await openToOthers(data)).toEqual(['777 ']);
  });
});
