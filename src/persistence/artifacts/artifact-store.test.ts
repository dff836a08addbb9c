import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ArtifactPathError } from './artifact-path.ts';
import { type ArtifactStore, createArtifactStore } from './artifact-store.ts';

const TASK = 'chimera-0123456789ab';
const OTHER = 'chimera-ffffffffffff';

let root: string;
let directory: string;
let store: ArtifactStore;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'chimera-artifacts-'));
  directory = join(root, 'artifacts');
  store = createArtifactStore(directory);
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function attempt(): Promise<string> {
  const folder = await store.begin(TASK, 'E2E_VALIDATION', 2);
  await mkdir(join(folder, 'pages'), { recursive: true });
  await writeFile(join(folder, 'report.json'), '{"ü": 1}');
  await writeFile(join(folder, 'pages', 'Startseite 1.PNG'), 'png');
  return folder;
}

describe('an attempt’s folder', () => {
  it('is not there at the start, whatever an earlier attempt left, until something is put in', async () => {
    const first = await attempt();
    const again = await store.begin(TASK, 'E2E_VALIDATION', 2);
    expect(again).toBe(first);
    expect(await readdir(dirname(again))).toEqual([]);
    expect(await store.describe(again)).toEqual([]);
  });

  it('is removed without what its links lead to', async () => {
    const folder = await attempt();
    await writeFile(join(root, 'precious'), 'kept');
    await symlink(root, join(folder, 'outside'));
    await store.begin(TASK, 'E2E_VALIDATION', 2);
    expect(await readdir(root)).toContain('precious');
  });

  it('is apart from those of other phases, rounds and tasks', async () => {
    await attempt();
    await store.begin(TASK, 'E2E_VALIDATION', 1);
    await store.begin(OTHER, 'E2E_VALIDATION', 2);
    expect(await store.list(TASK)).toHaveLength(2);
  });

  it.each(['..', 'chimera-1', `${TASK}/..`, ''])('is not made for a task called %j', async (id) => {
    await expect(store.begin(id, 'E2E_VALIDATION', 1)).rejects.toThrow(ArtifactPathError);
    await expect(store.list(id)).rejects.toThrow(ArtifactPathError);
    await expect(store.removeTask(id)).rejects.toThrow(ArtifactPathError);
  });
});

describe('a description', () => {
  it('has the form and size of each file, and its path in the task’s folder', async () => {
    expect(await store.describe(await attempt())).toEqual([
      {
        name: 'pages/Startseite 1.PNG',
        kind: 'screenshot',
        path: 'E2E_VALIDATION-2/pages/Startseite 1.PNG',
        media_type: 'image/png',
        bytes: 3,
      },
      {
        name: 'report.json',
        kind: 'report',
        path: 'E2E_VALIDATION-2/report.json',
        media_type: 'application/json',
        bytes: 9,
      },
    ]);
  });

  it('can be of some files only', async () => {
    expect(await store.describe(await attempt(), ['report.json'])).toHaveLength(1);
  });

  it.each(['none.json', '../report.json', '/etc/hostname', 'pages'])('of %j is refused', async (name) => {
    await expect(store.describe(await attempt(), [name])).rejects.toThrow(ArtifactPathError);
  });

  it.each([
    ['trace.zip', 'trace', 'application/zip'],
    ['video.webm', 'video', 'video/webm'],
    ['change.diff', 'diff', 'text/plain; charset=utf-8'],
    ['checkout.spec.ts', 'test', 'text/plain; charset=utf-8'],
    ['server', 'log', 'application/octet-stream'],
  ])('knows %s as %s', async (name, kind, media_type) => {
    const folder = await attempt();
    await writeFile(join(folder, name), '');
    expect(await store.describe(folder, [name])).toMatchObject([{ kind, media_type, bytes: 0 }]);
  });
});

describe('a task’s list', () => {
  it('has its phases in the order they ran', async () => {
    for (const [phase, round] of [
      ['E2E_VALIDATION', 1],
      ['GUARDIAN_REVIEW', 2],
      ['CODE_IMPLEMENTATION', 10],
      ['E2E_TEST_GENERATION', 1],
    ] as const) {
      const folder = await store.begin(TASK, phase, round);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'agent.log'), 'x');
    }
    expect((await store.list(TASK)).map(({ phase, round }) => [phase, round])).toEqual([
      ['E2E_TEST_GENERATION', 1],
      ['E2E_VALIDATION', 1],
      ['GUARDIAN_REVIEW', 2],
      ['CODE_IMPLEMENTATION', 10],
    ]);
  });

  it('leaves out links and what is in no attempt’s folder', async () => {
    const folder = await attempt();
    await symlink('/etc/hostname', join(folder, 'link.txt'));
    await writeFile(join(directory, TASK, 'stray.txt'), '');
    await mkdir(join(directory, TASK, 'NO_PHASE-1'));
    await writeFile(join(directory, TASK, 'NO_PHASE-1', 'x.txt'), '');
    expect((await store.list(TASK)).map(({ name }) => name)).toEqual(['pages/Startseite 1.PNG', 'report.json']);
  });

  it('is empty for a task without artifacts, and once they are removed', async () => {
    expect(await store.list(TASK)).toEqual([]);
    await attempt();
    await store.removeTask(TASK);
    await store.removeTask(TASK);
    expect(await store.list(TASK)).toEqual([]);
  });
});

describe('opening an artifact', () => {
  beforeEach(attempt);

  it('gives its content, size and media type', async () => {
    const content = await store.open(TASK, 'E2E_VALIDATION-2/report.json');
    expect(content).toMatchObject({ bytes: 9, media_type: 'application/json' });
    expect(content && (await text(content.stream))).toBe('{"ü": 1}');
  });

  it('gives an empty file as empty', async () => {
    await writeFile(join(directory, TASK, 'E2E_VALIDATION-2', 'empty.log'), '');
    const content = await store.open(TASK, 'E2E_VALIDATION-2/empty.log');
    expect(content && (await text(content.stream))).toBe('');
  });

  it.each([
    'E2E_VALIDATION-2/none.json',
    'E2E_VALIDATION-2',
    'E2E_VALIDATION-2/report.json/below',
    '%2e%2e/other',
    '..%2fother',
    'E2E_VALIDATION-2/%2e%2e%2f%2e%2e%2fsecret',
    'x'.repeat(400),
  ])('finds nothing at %j', async (path) => {
    await writeFile(join(directory, 'secret'), 'secret');
    expect(await store.open(TASK, path)).toBeUndefined();
  });

  it('finds nothing in a store that is not there yet', async () => {
    expect(await createArtifactStore(join(root, 'none')).open(TASK, 'a/b')).toBeUndefined();
  });

  it.each([
    '../secret',
    'E2E_VALIDATION-2/../../secret',
    '/etc/hostname',
    '',
    '.',
    'E2E_VALIDATION-2//report.json',
    './E2E_VALIDATION-2/report.json',
    '..\\secret',
    'report.json\0.png',
  ])('is refused at %j', async (path) => {
    await writeFile(join(directory, 'secret'), 'secret');
    await expect(store.open(TASK, path)).rejects.toThrow(ArtifactPathError);
  });

  it('is refused through a link, be it the file, a folder on the way or the task', async () => {
    const folder = join(directory, TASK, 'E2E_VALIDATION-2');
    await writeFile(join(root, 'secret'), 'secret');
    await symlink(join(root, 'secret'), join(folder, 'link.txt'));
    await symlink(root, join(folder, 'folder'));
    await symlink('report.json', join(folder, 'near.json'));
    for (const name of ['link.txt', 'folder/secret', 'near.json']) {
      await expect(store.open(TASK, `E2E_VALIDATION-2/${name}`)).rejects.toThrow(ArtifactPathError);
    }
  });

  it('works where the store itself lies behind a link', async () => {
    await rename(directory, join(root, 'elsewhere'));
    await symlink(join(root, 'elsewhere'), directory);
    const content = await store.open(TASK, 'E2E_VALIDATION-2/report.json');
    content?.stream.destroy();
    expect(content?.bytes).toBe(9);
  });

  it('does not wait for a pipe', async () => {
    execFileSync('mkfifo', [join(directory, TASK, 'E2E_VALIDATION-2', 'pipe')]);
    expect(await store.open(TASK, 'E2E_VALIDATION-2/pipe')).toBeUndefined();
  });
});
