import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { freePort } from '../support/free-port.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cacheDirectory, thisMachine } from '../../src/toolchain/index.ts';
import { eventually } from '../support/eventually.ts';
import type { TaskAnswer } from '../support/task-answer.ts';
import { type Chimera, createWorld, type World } from '../support/world.ts';

const PROGRAM = fileURLToPath(new URL('../..', import.meta.url));
const FORGER = join(PROGRAM, 'tests/fixtures/forger');
const FEATURE = 'Open /. I see "A discount that nobody built".';

/** A way to forge a proof: what the coder leaves in its change, and what its site does while the proof runs. */
interface Way {
  readonly left?: string;
  readonly underway?: string;
  readonly project?: object;
  /** Whether the project has git ignore its tests. */
  readonly ignored?: boolean;
}

/** Each of them has had a feature proven that was not there, or could have, where nothing stood against it. */
const WAYS: Readonly<Record<string, Way>> = {
  'the test rewritten by staging': { underway: 'worktree' },
  'the test rewritten wherever it may lie': { underway: 'anywhere' },
  'the test rewritten by a process that the coder left running': { left: 'leftover' },
  'the test rewritten by the coder': { left: 'gutted' },
  'the test rewritten where git is to ignore it': { left: 'gutted', ignored: true },
  'a link in the place of its folder': { left: 'symlink' },
  'a link put there while it runs': { underway: 'symlink' },
  'a runner of the change’s own in node_modules': { left: 'node_modules' },
  'a path mapping to a runner of its own': { left: 'tsconfig' },
  'a configuration of the runner in the change': { left: 'configuration' },
  'the runner’s configuration rewritten': { underway: 'configuration' },
  'a longer timeout': { left: 'configuration', underway: 'timeout' },
  'the report rewritten': { underway: 'report' },
  'an expect of its own in the home directory': { underway: 'home' },
  'the runner’s own modules changed': { underway: 'modules' },
  'the set-up changed': { left: 'set_up', project: { set_up: 'node set-up.mjs' } },
  'the test’s content in git replaced': { underway: 'objects' },
};

let folder: string;
let world: World;
let chimera: Chimera;
let target: ChildProcess;
let targetUrl: string;
const tasks = new Map<string, string>();

const nameOf = (way: string): string =>
  way
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '-')
    .slice(0, 60);
const journalOf = (way: string): string => join(folder, `${nameOf(way)}.journal`);

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'forgers-')));
  await mkdir(join(folder, 'home'));
  const site = join(folder, 'site');
  for (const file of ['server.mjs', 'set-up.mjs']) await cp(join(FORGER, file), join(site, file));
  const person = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost'];
  const git = (...args: string[]) => execa('git', ['-C', site, ...person, ...args]);
  await git('init', '--quiet', '--initial-branch', 'main');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'A site');
  const ignoring = join(folder, 'ignoring-site');
  await execa('git', ['clone', '--quiet', site, ignoring]);
  await writeFile(join(ignoring, '.gitignore'), 'tests/\n*.spec.ts\n');
  await execa('git', ['-C', ignoring, 'add', '.gitignore']);
  await execa('git', ['-C', ignoring, ...person, 'commit', '--quiet', '--message', 'Ignore tests']);
  const port = await freePort();
  target = spawn(process.execPath, ['server.mjs'], { cwd: site, env: { PORT: String(port) }, stdio: 'ignore' });
  targetUrl = `http://127.0.0.1:${port}`;

  const project = (
    data: string,
    way: string,
    { left = 'nothing', underway = 'nothing', project: more = {}, ignored = false }: Way,
  ) => ({
    name: nameOf(way),
    repository: ignored ? ignoring : site,
    target_url: targetUrl,
    staging: { command: 'node server.mjs' },
    rework: { validation_rounds: 0 },
    agents: {
      'guardian-agent': { command: `node ${join(FORGER, 'approve.mjs')}` },
      'coder-agent': {
        command: `node ${join(FORGER, 'coder.mjs')}`,
        env: {
          WAY: way,
          LEFT: left,
          UNDERWAY: underway,
          DATA: data,
          JOURNAL: journalOf(way),
          PROGRAM,
        },
      },
    },
    ...more,
  });
  world = await createWorld({
    settings: ({ data }) => ({
      pools: { default: { size: 3 } },
      projects: Object.entries({ honest: {}, ...WAYS }).map(([way, plan]) => project(data, way, plan)),
    }),
    // A home of its own, which the forgers may spoil.
    environment: { HOME: join(folder, 'home'), CHIMERA_CACHE: cacheDirectory(thisMachine()) },
  });
  chimera = await world.start();
  for (const way of ['honest', ...Object.keys(WAYS)]) {
    const body = { feature: FEATURE, target_url: targetUrl, project: nameOf(way) };
    tasks.set(way, await world.submit(chimera, nameOf(way), body));
  }
});

afterAll(async () => {
  await world.close();
  target.kill();
  await rm(folder, { recursive: true, force: true });
});

const isOver = ({ status }: TaskAnswer): boolean => !['queued', 'running'].includes(status);
const over = (way: string): Promise<TaskAnswer> =>
  eventually(
    `the task of ${way} is over`,
    async () => {
      const task = await world.task(chimera, tasks.get(way) ?? '');
      return isOver(task) ? task : undefined;
    },
    600_000,
  );

it('a feature that was built is proven, by the content that failed before', { timeout: 600_000 }, async () => {
  const task = await over('honest');
  expect(task).toMatchObject({ status: 'completed', result: { validation_status: 'passed' } });
  const { test_commit = '', test_path = '', test_blob = 'none' } = task.result ?? {};
  const { stdout } = await execa('git', ['-C', join(folder, 'site'), 'rev-parse', `${test_commit}:${test_path}`]);
  expect(test_blob).toBe(stdout);
});

describe('a feature that nobody built is not proven by', () => {
  it.each(Object.keys(WAYS))('%s', { timeout: 600_000 }, async (way) => {
    const task = await over(way);
    expect(await readFile(journalOf(way), 'utf8')).toContain('staging began');
    expect(task).toMatchObject({ status: 'failed', error: { phase: 'E2E_VALIDATION' } });
    expect(task.error?.message).toContain('A discount that nobody built');
  });

  it('and nothing of Chimera is changed by any of them', async () => {
    const { stdout } = await execa('git', [
      '-C',
      join(folder, 'site'),
      'for-each-ref',
      '--format=%(refname)',
      'refs/heads/main',
    ]);
    expect(stdout).toBe('refs/heads/main');
    expect(homedir()).not.toBe(join(folder, 'home'));
    const module = await readFile(join(PROGRAM, 'node_modules/@playwright/test/index.mjs'), 'utf8');
    expect(module.endsWith('\n\n')).toBe(false);
  });
});
