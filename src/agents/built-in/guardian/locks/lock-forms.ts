import { posix } from 'node:path';

/** How a lock file tells where it takes packages from. */
export interface LockForm {
  readonly format: 'json' | 'jsonc' | 'toml' | 'lines';
  /** In JSON: whether the text at a key, below the key `parent`, is a source; every text is asked for. */
  readonly isSource?: (key: string, parent: string, text: string) => boolean;
  /** In JSON: keys whose own entries are named by their source. */
  readonly namedBySource?: readonly string[];
  /** Elsewhere: the lines whose URLs are sources. */
  readonly lines?: RegExp;
  /** Where packages of this kind come from unless somebody chose otherwise. */
  readonly usual: readonly string[];
}

const NPM = ['https://registry.npmjs.org', 'https://registry.yarnpkg.com', 'https://npm.jsr.io'];
const PYPI = ['https://pypi.org', 'https://files.pythonhosted.org'];
const GITHUB = ['https://github.com', 'https://api.github.com', 'https://codeload.github.com'];

const PACKAGE_LOCK: LockForm = {
  format: 'json',
  isSource: (key, _parent, text) => key === 'resolved' || (key === 'version' && text.includes('://')),
  usual: NPM,
};

const PYTHON_TOML: LockForm = { format: 'toml', lines: /\b(?:url|registry|git|source)\s*=/, usual: PYPI };

/** Lock files by name, in small letters. None of them is anybody's own work. */
const FORMS: ReadonlyMap<string, LockForm> = new Map<string, LockForm>([
  ['package-lock.json', PACKAGE_LOCK],
  ['npm-shrinkwrap.json', PACKAGE_LOCK],
  ['yarn.lock', { format: 'lines', lines: /^\s+(?:resolved|resolution)\b|^["\w@]/, usual: NPM }],
  [
    'pnpm-lock.yaml',
    {
      format: 'lines',
      lines: /\b(?:tarball|repo|registry|resolution|specifier|version):|^\s*['"]?[^\s#]*https?:/,
      usual: NPM,
    },
  ],
  [
    'bun.lock',
    {
      format: 'jsonc',
      isSource: (_key, _parent, text) => /^[\w+]+:\/\//.test(text) || text.includes('@http'),
      usual: NPM,
    },
  ],
  [
    'deno.lock',
    { format: 'json', namedBySource: ['remote', 'redirects'], usual: ['https://jsr.io', 'https://deno.land', ...NPM] },
  ],
  ['cargo.lock', { format: 'toml', lines: /^\s*source\s*=/, usual: ['https://github.com', 'https://index.crates.io'] }],
  ['poetry.lock', PYTHON_TOML],
  ['uv.lock', PYTHON_TOML],
  ['pdm.lock', PYTHON_TOML],
  ['pylock.toml', PYTHON_TOML],
  ['pipfile.lock', { format: 'json', isSource: (key) => ['url', 'git', 'file'].includes(key), usual: PYPI }],
  ['gemfile.lock', { format: 'lines', lines: /^\s+remote:/, usual: ['https://rubygems.org'] }],
  ['gems.locked', { format: 'lines', lines: /^\s+remote:/, usual: ['https://rubygems.org'] }],
  [
    'composer.lock',
    {
      format: 'json',
      isSource: (key, parent) => key === 'url' && ['dist', 'source'].includes(parent),
      usual: [...GITHUB, 'https://gitlab.com'],
    },
  ],
  ['pubspec.lock', { format: 'lines', lines: /^\s+url:/, usual: ['https://pub.dev', 'https://pub.dartlang.org'] }],
  ['mix.lock', { format: 'lines', lines: /:\/\//, usual: GITHUB }],
  ['podfile.lock', { format: 'lines', lines: /:(?:git|http|podspec)\b|^\s+(?:- )?"?https?:/, usual: GITHUB }],
  [
    'package.resolved',
    { format: 'json', isSource: (key) => ['location', 'repositoryURL'].includes(key), usual: GITHUB },
  ],
  ['flake.lock', { format: 'json', isSource: (key) => key === 'url', usual: GITHUB }],
  ['go.sum', { format: 'lines', usual: [] }],
  ['packages.lock.json', { format: 'json', usual: [] }],
  ['gradle.lockfile', { format: 'lines', usual: [] }],
]);

/** How the lock file at a path is read; undefined for a file that is none. */
export function lockFormOf(path: string): LockForm | undefined {
  return FORMS.get(posix.basename(path).toLowerCase());
}
