import { describe, expect, it } from 'vitest';
import { changed, policyOf, subjectOf } from '../../../../../tests/support/review-subject.ts';
import type { ChangedFile } from '../change.ts';
import { RULES } from '../rules.ts';
import { guardedPath } from './guarded-path.ts';
import { movedLock } from './lock-file.ts';
import { changedManifest } from './manifest.ts';
import { changedSnapshot } from './snapshot.ts';
import { unreadFile } from './unread-file.ts';

const told = (findings: readonly { severity: string; file?: string; rule: string }[]): readonly string[] =>
  findings.map(({ severity, rule, file = '' }) => `${severity} ${rule} ${file}`);
const json = (path: string, before: object | undefined, after: object | string): ChangedFile =>
  changed({
    path,
    kind: before === undefined ? 'added' : 'modified',
    texts: {
      before: before === undefined ? undefined : JSON.stringify(before),
      after: typeof after === 'string' ? after : JSON.stringify(after),
    },
  });

describe('guarded paths', () => {
  const of = (file: ChangedFile, policy = policyOf()) => told(guardedPath([file], policy));

  it('are told however they are touched', () => {
    for (const kind of ['added', 'modified', 'deleted', 'type_changed'] as const) {
      expect(of(changed({ path: '.npmrc', kind }))).toEqual(['ERROR guarded-packages .npmrc']);
    }
    const moved = changed({ path: 'x.md', previous_path: 'CLAUDE.md', kind: 'renamed' });
    expect(of(moved)).toEqual(['ERROR guarded-agents CLAUDE.md']);
  });
  it('are warned of where they only decide what lint finds', () => {
    expect(of(changed({ path: 'tsconfig.json' }))).toEqual(['WARNING guarded-checks tsconfig.json']);
  });
  it('are those too that the project’s commands run, by way of its scripts as well', () => {
    const policy = policyOf(
      { lint: 'npm run lint' },
      { test: 'sh ci/run.sh', scripts: { lint: 'node tools/lint.mjs' } },
    );
    expect(of(changed({ path: 'ci/run.sh' }), policy)).toEqual(['ERROR guarded-commands ci/run.sh']);
    expect(of(changed({ path: 'tools/lint.mjs' }), policy)).toEqual(['ERROR guarded-commands tools/lint.mjs']);
    expect(of(changed({ path: 'src/lint.mjs' }), policy)).toEqual([]);
  });
  it('are left to the rule about forbidden paths where the project forbids them', () => {
    expect(of(changed({ path: '.github/workflows/ci.yml' }))).toEqual([]);
  });
  it('may be allowed by name, each for itself', () => {
    const policy = policyOf({ allowed_paths: ['AGENTS.md', '.vscode/**'] });
    expect(of(changed({ path: 'AGENTS.md' }), policy)).toEqual([]);
    expect(of(changed({ path: '.vscode/tasks.json' }), policy)).toEqual([]);
    expect(of(changed({ path: 'docs/AGENTS.md' }), policy)).toEqual(['ERROR guarded-agents docs/AGENTS.md']);
  });
  it('must be allowed on both sides of a rename', () => {
    const file = changed({ path: 'a/CLAUDE.md', previous_path: 'CLAUDE.md', kind: 'renamed' });
    expect(of(file, policyOf({ allowed_paths: ['a/**'] }))).toEqual(['ERROR guarded-agents CLAUDE.md']);
  });
});

it.each(['**', '*', '**/*', '/CLAUDE.md', '../a', '!a', 'a\\b', ''])('a project cannot allow %j', (glob) => {
  expect(() => policyOf({ allowed_paths: [glob] })).toThrow(/must|small/i);
});

it('every rule but those of the change’s size and content passes over what is allowed', () => {
  const files = [
    json('package.json', { scripts: { test: 'x' } }, { scripts: { test: 'true' } }),
    changed({ path: 'a.test.ts', texts: { before: "it('x', f)", after: '' } }),
    changed({ path: 'data.bin', binary: true }),
    changed({ path: '.npmrc' }),
  ];
  const policy = policyOf({ allowed_paths: files.map(({ path }) => path) });
  expect(RULES.flatMap(({ findings }) => findings(subjectOf(files), policy))).toEqual([]);
  expect(RULES.flatMap(({ findings }) => findings(subjectOf(files), policyOf()))).toHaveLength(4);
});

describe('manifests', () => {
  const base = { name: 'shop', scripts: { test: 'vitest' }, dependencies: { ms: '2.1.3' } };
  const of = (after: object | string, before: object | undefined = base) =>
    changedManifest([json('package.json', before, after)]);

  it.each<[string, object]>([
    ['a changed script', { ...base, scripts: { test: 'true' } }],
    ['a script that is removed', { ...base, scripts: {} }],
    ['a lifecycle script', { ...base, scripts: { ...base.scripts, postinstall: 'x' } }],
    ['settings of a runner', { ...base, jest: { testPathIgnorePatterns: ['.'] } }],
    ['hooks', { ...base, husky: {} }],
    ['an override', { ...base, overrides: { ms: '1' } }],
  ])('of npm must not bring along %s', (_, after) => {
    expect(told(of(after))).toEqual(['ERROR manifest package.json']);
  });
  it.each<[string, object]>([
    ['a dependency', { ...base, dependencies: { ms: '2.1.3', nanoid: '^5.1.6', '@a/b': 'workspace:*' } }],
    ['fewer dependencies', { ...base, dependencies: {} }],
    ['another version', { ...base, version: '2.0.0', engines: { node: '>=24' }, type: 'module' }],
    ['another order', { dependencies: base.dependencies, scripts: base.scripts, name: 'shop' }],
    ['exports and a workspace', { ...base, exports: './a.js', workspaces: ['a'] }],
  ])('of npm may change by %s', (_, after) => {
    expect(of(after)).toEqual([]);
  });
  it('name the key, its line and that it runs by itself', () => {
    const text =
      '{\n  "scripts": {\n    "test": "vitest",\n    "postinstall": "x"\n  },\n  "dependencies": { "ms": "2.1.3" }\n}';
    const [finding] = of(text);
    expect(finding).toMatchObject({ line: 4 });
    expect(finding?.message).toContain('adds scripts.postinstall (a lifecycle script');
  });
  it('that cannot be read, are deleted or renamed away are errors', () => {
    expect(told(of('{ "scripts": '))).toEqual(['ERROR manifest package.json']);
    expect(told(changedManifest([changed({ path: 'package.json', kind: 'deleted' })]))).toHaveLength(1);
    const away = changed({ path: 'a.json', previous_path: 'package.json', kind: 'renamed' });
    expect(told(changedManifest([away]))).toEqual(['ERROR manifest package.json']);
  });
  it('warn of a dependency from elsewhere, without its credentials', () => {
    const [finding] = of({ ...base, dependencies: { ms: 'git+https://user:hunter2@host.invalid/ms.git' } });
    expect(finding).toMatchObject({ severity: 'WARNING' });
    expect(finding?.message).not.toContain('hunter2');
  });
  it('of Python are looked at too', () => {
    const file = (after: string) =>
      changed({ path: 'pyproject.toml', texts: { before: '[project]\nname = "a"\ndependencies = ["x"]\n', after } });
    const added = file('[project]\nname = "a"\ndependencies = ["x", "y>=2"]\n');
    const settings = file(
      '[project]\nname = "a"\ndependencies = ["x"]\n[tool.pytest.ini_options]\naddopts = "-k none"\n',
    );
    expect(changedManifest([added])).toEqual([]);
    expect(told(changedManifest([settings]))).toEqual(['ERROR manifest pyproject.toml']);
  });
});

describe('lock files', () => {
  const lock = (...urls: string[]) => ({
    packages: Object.fromEntries(urls.map((resolved, at) => [`node_modules/p${at}`, { resolved }])),
  });
  const usual = 'https://registry.npmjs.org/ms/-/ms-2.1.3.tgz';
  it('may take more packages from where they came from', () => {
    const after = lock(usual, 'https://registry.npmjs.org/a/-/a-1.0.0.tgz');
    expect(movedLock([json('package-lock.json', lock(usual), after)])).toEqual([]);
    expect(movedLock([json('package-lock.json', undefined, after)])).toEqual([]);
  });
  it('must not take one from another host', () => {
    const after = lock(usual, 'https://packages.invalid/a-1.0.0.tgz');
    const found = movedLock([json('package-lock.json', lock(usual), after)]);
    expect(told(found)).toEqual(['ERROR lock-file package-lock.json']);
    expect(found[0]?.message).toContain('https://packages.invalid');
  });
  it('of other package managers are looked at too', () => {
    const lines = (path: string, before: string, after: string) =>
      told(movedLock([changed({ path, texts: { before, after } })]));
    const yarn = (host: string) => `a@^1:\n  version "1"\n  resolved "https://${host}/a.tgz#1"\n`;
    expect(lines('yarn.lock', yarn('registry.yarnpkg.com'), yarn('packages.invalid'))).toHaveLength(1);
    const cargo = (source: string) => `[[package]]\nname = "a"\nversion = "1"\nsource = "registry+${source}"\n`;
    expect(lines('Cargo.lock', cargo('https://github.com/rust-lang/x'), cargo('https://git.invalid/x'))).toHaveLength(
      1,
    );
    expect(lines('go.sum', 'a v1 h1:x=\n', 'a v1 h1:x=\nb v1 h1:y=\n')).toEqual([]);
  });
  it('that cannot be parsed are an error', () => {
    expect(movedLock([json('package-lock.json', lock(usual), '{')])).toHaveLength(1);
  });
});

describe('files that cannot be read whole', () => {
  const png = Uint8Array.from(Buffer.from('89504e470d0a1a0a', 'hex'));
  const pointer = (path: string): ChangedFile =>
    changed({
      path,
      bytes: 130,
      added: [{ number: 2, text: 'oid sha256:1' }],
      texts: { before: '', after: 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 2\n' },
    });
  it.each<[string, ChangedFile, string[]]>([
    ['a small text file', changed({ path: 'a.ts' }), []],
    ['a file of 1 MiB', changed({ path: 'a.ts', bytes: 1024 * 1024 }), []],
    ['a file above 1 MiB', changed({ path: 'a.ts', bytes: 1024 * 1024 + 1 }), ['ERROR large-file a.ts']],
    ['a lock file above 1 MiB', changed({ path: 'yarn.lock', bytes: 1024 * 1024 + 1 }), ['INFO large-file yarn.lock']],
    ['a lock file above 8 MiB', changed({ path: 'yarn.lock', bytes: 9 * 1024 * 1024 }), ['ERROR large-file yarn.lock']],
    ['a binary file', changed({ path: 'a.bin', binary: true }), ['ERROR binary-file a.bin']],
    ['a picture', changed({ path: 'a.PNG', binary: true, begins: png }), ['INFO binary-file a.PNG']],
    [
      'a program named as a picture',
      changed({ path: 'a.png', binary: true, begins: new Uint8Array(8) }),
      ['ERROR binary-file a.png'],
    ],
    [
      'a picture named as a program',
      changed({ path: 'a.exe', binary: true, begins: png }),
      ['ERROR binary-file a.exe'],
    ],
    ['a deleted binary file', changed({ path: 'a.bin', binary: true, kind: 'deleted' }), []],
    ['a pointer of Git LFS', pointer('a.bin'), ['ERROR lfs-pointer a.bin']],
    ['a picture in Git LFS', pointer('a.png'), ['WARNING lfs-pointer a.png']],
    [
      'a test that was too large to be compared',
      changed({ path: 'a.test.ts', previous_bytes: 2 ** 21 }),
      ['ERROR large-file a.test.ts'],
    ],
  ])('are judged: %s', (_, file, expected) => {
    expect(told(unreadFile([file]))).toEqual(expected);
  });
});

it.each<[string, Partial<ChangedFile> & { readonly path: string }, string[]]>([
  ['a new snapshot', { path: 'a/__snapshots__/a.snap', kind: 'added' }, []],
  ['a changed snapshot', { path: 'a.snap' }, ['WARNING snapshot a.snap']],
  ['a deleted snapshot', { path: 'a.snap', kind: 'deleted' }, ['ERROR snapshot a.snap']],
  ['a snapshot renamed away', { path: 'a.txt', previous_path: 'a.snap', kind: 'renamed' }, ['ERROR snapshot a.snap']],
])('%s is judged', (_, file, expected) => {
  expect(told(changedSnapshot([changed(file)]))).toEqual(expected);
});
