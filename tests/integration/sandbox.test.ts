import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RUN_ID_VARIABLE, runProcess } from '../../src/agents/process/run-process.ts';
import { readProcessTable } from '../../src/host/process-table.ts';
import { bubblewrap } from '../../src/agents/sandbox/bubblewrap.ts';
import type { Argv, Sandbox } from '../../src/agents/sandbox/sandbox.ts';
import { findTool } from '../../src/toolchain/index.ts';
import { sandboxOver } from '../support/sandbox.ts';

let folder: string;
let data: string;
let worktree: string;
let sandbox: Sandbox;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'sandbox-')));
  data = join(folder, 'home', 'data');
  worktree = join(data, 'workspaces', 'task');
  await mkdir(worktree, { recursive: true });
  await writeFile(join(data, 'proof.spec.ts'), 'as it ran red');
  sandbox = await sandboxOver(data);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const project = { sandbox: { writable: [] as string[] } };

async function run(command: string, more: { project?: typeof project; signal?: AbortSignal } = {}) {
  const confine = sandbox.forTask({ project: more.project ?? project, writable: [worktree] });
  const { exitCode, tail } = await runProcess({ command, cwd: worktree, confine, ...more });
  return { exitCode, tail };
}

describe('a program of a task', () => {
  it('changes its checkout and temporary files', async () => {
    expect(await run(`touch made && touch ${folder}/other && echo done`)).toEqual({ exitCode: 0, tail: 'done\n' });
    expect(existsSync(join(worktree, 'made'))).toBe(true);
  });

  it.each([
    ['the data directory', () => `echo forged > ${data}/proof.spec.ts`],
    ['another task’s checkout', () => `mkdir ${data}/workspaces/other`],
    ['Chimera itself', () => `touch ${process.cwd()}/node_modules/@playwright/test/forged`],
    ['the programs on PATH', () => `touch "$(dirname "$(command -v git)")/forged"`],
    ['the system', () => 'touch /etc/forged'],
  ])('does not change %s', async (_, attempt) => {
    const { exitCode, tail } = await run(attempt());
    expect(exitCode).not.toBe(0);
    expect(tail).toContain('Read-only file system');
    expect(await readFile(join(data, 'proof.spec.ts'), 'utf8')).toBe('as it ran red');
  });

  it.each([
    ['a path', (path: string) => path],
    ['a URL', (path: string) => `file://${path}`],
  ])('does not change an origin on this host that is given as %s', async (_, given) => {
    const origin = join(folder, 'origin.git');
    await mkdir(origin);
    sandbox = await sandboxOver(data, given(origin));
    const { exitCode, tail } = await run(`touch ${origin}/forged`);
    expect(exitCode).not.toBe(0);
    expect(tail).toContain('Read-only file system');
  });

  it('puts no directory of its own in the place of one above what it may not change', async () => {
    const { tail } = await run(
      `mv ${folder}/home ${folder}/moved; mv ${data} ${data}-moved; mv ${folder} ${folder}-moved`,
    );
    expect(tail.match(/cannot move/g)).toHaveLength(3);
    expect(existsSync(join(data, 'proof.spec.ts'))).toBe(true);
  });

  it('undoes none of it by namespaces of its own', async () => {
    const remount = `mount -o remount,bind,rw ${data}; umount ${data}; echo forged > ${data}/proof.spec.ts`;
    const { exitCode } = await run(`unshare --user --map-root-user --mount sh -c '${remount}'`);
    expect(exitCode).not.toBe(0);
    expect(await readFile(join(data, 'proof.spec.ts'), 'utf8')).toBe('as it ran red');
  });

  it('sees and signals no process but its own', async () => {
    const { tail } = await run(`kill -0 ${process.pid}; ls /proc | grep -c '^[0-9]'`);
    expect(tail).toContain('No such process');
    expect(Number(tail.trim().split('\n').at(-1))).toBeLessThan(10);
  });

  it('neither sets the clock nor makes devices', async () => {
    const before = Date.now();
    const { tail } = await run(`date -s 2001-01-01; mknod ${worktree}/disk b 8 0`);
    expect(tail.match(/Operation not permitted/g)).toHaveLength(2);
    expect(Math.abs(Date.now() - before)).toBeLessThan(3_600_000);
  });

  it('sets nothing of the kernel, not even to what it is', async () => {
    const setting = '/proc/sys/kernel/core_pattern';
    const { tail } = await run(`value=$(cat ${setting}); echo "$value" > ${setting}`);
    expect(tail).toMatch(/Read-only file system|Permission denied/);
  });

  it('leaves nothing running, however it tries to', async () => {
    const escapee = `env -i ${process.execPath} -e 'setInterval(() => {}, 1000); "escapee of ${folder}"'`;
    const { exitCode } = await run(`setsid --fork ${escapee} & sleep 0.3`);
    expect(exitCode).toBe(0);
    await expect.poll(() => commandLinesWith(`escapee of ${folder}`)).toEqual([]);
  });

  it('has time to end by itself when it is asked to', async () => {
    const abort = new AbortController();
    const ended = run(`trap 'sleep 0.3; echo tidied > tidied; exit' TERM; touch ready; while :; do sleep 0.1; done`, {
      signal: abort.signal,
    });
    await expect.poll(() => existsSync(join(worktree, 'ready'))).toBe(true);
    abort.abort(new Error('cancelled'));
    await expect(ended).rejects.toThrow('cancelled');
    expect(existsSync(join(worktree, 'tidied'))).toBe(true);
  });

  it('tells by which signal it died', async () => {
    const confine = sandbox.forTask({ project, writable: [worktree] });
    const died = await runProcess({ command: 'kill -KILL $$', cwd: worktree, confine });
    expect(died).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
  });

  it('changes besides what its project allows', async () => {
    const shared = join(data, 'shared');
    await mkdir(shared);
    expect((await run(`touch ${shared}/cache`)).exitCode).not.toBe(0);
    expect((await run(`touch ${shared}/cache`, { project: { sandbox: { writable: [shared] } } })).exitCode).toBe(0);
  });

  it('is known by its marker although it lives in a namespace of its own', async () => {
    const abort = new AbortController();
    const confine = sandbox.forTask({ project, writable: [worktree] });
    const id = Promise.withResolvers<string>();
    const ended = runProcess({
      command: `echo "$${RUN_ID_VARIABLE}"; exec sleep 60`,
      cwd: worktree,
      confine,
      signal: abort.signal,
      onStdout: id.resolve,
    });
    const marker = `${RUN_ID_VARIABLE}=${await id.promise}`;
    // The shell has said its id a moment before it becomes the sleep.
    const sleeping = async () =>
      (await readProcessTable(marker)).filter(({ marked, name }) => marked && name === 'sleep').length;
    await expect.poll(sleeping, { timeout: 10_000 }).toBe(1);
    abort.abort(new Error('enough'));
    await expect(ended).rejects.toThrow('enough');
  });
});

describe('the run of a test', () => {
  it('changes only where its evidence goes, and has temporary files of its own', async () => {
    const evidence = join(data, 'artifacts');
    await mkdir(evidence);
    await writeFile(join(tmpdir(), 'left-by-a-task'), 'planted');
    try {
      const confine = sandbox.forProof({ readable: [worktree], writable: [evidence] });
      const command = [
        `touch ${evidence}/shot && ls -A ${tmpdir()}`,
        `touch ${worktree}/x; touch ${homedir()}/x; touch ${data}/x; touch ${tmpdir()}/x`,
      ].join('; ');
      const { tail } = await runProcess({ command, cwd: worktree, confine });
      expect(tail.match(/Read-only file system/g)).toHaveLength(3);
      expect(tail).not.toContain('left-by-a-task');
      expect(existsSync(join(evidence, 'shot'))).toBe(true);
      expect(existsSync(join(tmpdir(), 'x'))).toBe(false);
    } finally {
      await rm(join(tmpdir(), 'left-by-a-task'));
    }
  });
});

describe.runIf(process.getuid?.() === 0)('a user without privileges', () => {
  it('has the same sandbox', async () => {
    const tool = await findTool('bubblewrap');
    const own = bubblewrap({
      program: tool?.path ?? '',
      version: '',
      taskRules: [
        { path: tmpdir(), access: 'write' },
        { path: data, access: 'read' },
      ],
      proofRules: [],
      root: false,
    });
    for (const place of [folder, join(folder, 'home'), data, worktree]) await chmod(place, 0o777);
    const command: Argv = [
      '/bin/sh',
      '-c',
      `touch made && touch ${data}/forged; mv ${data} ${data}-moved; kill -0 ${process.pid}`,
    ];
    const [program, ...args] = own.forTask({ project, writable: [worktree] })(command, worktree);
    const { stderr } = spawnSync(program, args, { uid: 65_534, gid: 65_534, encoding: 'utf8' });
    expect(existsSync(join(worktree, 'made')), stderr).toBe(true);
    expect(stderr).toMatch(/Read-only file system[^]*cannot move[^]*No such process/);
    expect(existsSync(join(data, 'forged'))).toBe(false);
  });
});

/** The command lines of all processes of this host that hold a text. */
async function commandLinesWith(text: string): Promise<string[]> {
  const rows = await readProcessTable('none');
  const lines = await Promise.all(rows.map(({ pid }) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(text));
}
